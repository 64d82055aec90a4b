import torch


def gan_step(D, G, opt_d, opt_g, real, z):
    def bce(logits, labels):
        p = torch.sigmoid(logits)
        return -(labels * torch.log(p) + (1 - labels) * torch.log(1 - p)).mean()

    ones, zeros = torch.ones(len(real)).double(), torch.zeros(len(z)).double()

    opt_d.zero_grad()
    loss_real = bce(D(real), ones)
    loss_real.backward()
    opt_d.step()

    opt_d.zero_grad()
    fake = G(z)
    loss_fake = bce(D(fake.detach()), zeros)
    loss_fake.backward()
    opt_d.step()

    opt_g.zero_grad()
    loss_g = bce(D(fake), ones)
    loss_g.backward()
    opt_g.step()
    return loss_real.item(), loss_fake.item(), loss_g.item()
