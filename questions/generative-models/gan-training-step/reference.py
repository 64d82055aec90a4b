import torch
import torch.nn.functional as F


def loss_of(logits, target):
    return F.binary_cross_entropy_with_logits(logits, torch.full_like(logits, target))


def gan_step(D, G, opt_d, opt_g, real, z):
    fake = G(z)
    losses = []
    for samples, target in ((real, 1.0), (fake.detach(), 0.0)):
        opt_d.zero_grad()
        loss = loss_of(D(samples), target)
        loss.backward()
        opt_d.step()
        losses.append(loss.item())

    opt_g.zero_grad()
    loss = loss_of(D(fake), 1.0)
    loss.backward()
    opt_g.step()
    return losses[0], losses[1], loss.item()
