"""Gradients asked for by name, so that nothing else ever receives any; losses by softplus."""

import torch
from torch.nn.functional import softplus


def descend(loss, optimiser):
    params = [p for group in optimiser.param_groups for p in group["params"]]
    for p, g in zip(params, torch.autograd.grad(loss, params)):
        p.grad = g
    optimiser.step()
    return float(loss.detach())


def gan_step(D, G, opt_d, opt_g, real, z):
    loss_real = descend(softplus(-D(real)).mean(), opt_d)
    with torch.no_grad():
        fake = G(z)
    loss_fake = descend(softplus(D(fake)).mean(), opt_d)
    return loss_real, loss_fake, descend(softplus(-D(G(z))).mean(), opt_g)
