import torch
import torch.nn as nn


def gan_step(D, G, opt_d, opt_g, real, z):
    bce = nn.BCEWithLogitsLoss()
    ones, zeros = torch.ones(len(real)).double(), torch.zeros(len(z)).double()

    opt_d.zero_grad()
    loss_real = bce(D(real), ones)
    loss_real.backward()
    opt_d.step()

    fake = G(z)
    loss_fake = bce(D(fake.detach()), zeros)
    loss_fake.backward()
    opt_d.step()

    opt_g.zero_grad()
    loss_g = bce(D(fake), ones)
    loss_g.backward()
    opt_g.step()
    return loss_real.item(), loss_fake.item(), loss_g.item()
