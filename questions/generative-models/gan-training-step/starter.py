import torch
import torch.nn.functional as F


def gan_step(D, G, opt_d, opt_g, real, z):
    """Update D twice and G once; return (loss_real, loss_fake, loss_g) as Python floats.

    D maps a batch to logits (N,), G maps z to a batch like real.
    """
    raise NotImplementedError
