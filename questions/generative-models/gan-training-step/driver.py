"""Builds two networks and their optimisers from arrays, lets the solution train them, and looks.

A network is a list of layers: ['linear', weight, bias], ['tanh'], ['leaky'], ['norm']; the last layer
of D gives one logit per sample.
"""

import torch
from torch import nn


class Logits(nn.Sequential):
    def forward(self, x):
        return super().forward(x).squeeze(1)


def build(kind, layers):
    net = kind()
    for name, *arrays in layers:
        if name == "linear":
            weight, bias = (torch.tensor(a) for a in arrays)
            layer = nn.Linear(weight.shape[1], weight.shape[0], dtype=torch.float64)
            with torch.no_grad():
                layer.weight.copy_(weight)
                layer.bias.copy_(bias)
        elif name == "norm":
            layer = nn.BatchNorm1d(len(arrays[0]), dtype=torch.float64)
            with torch.no_grad():
                layer.weight.copy_(torch.tensor(arrays[0]))
        else:
            layer = nn.Tanh() if name == "tanh" else nn.LeakyReLU(0.2)
        net.append(layer)
    return net


def flat(net):
    return torch.cat([p.detach().flatten() for p in net.parameters()]).numpy().copy()


def drive(solution, what, d_layers, g_layers, kind, rates, batches):
    D, G = build(Logits, d_layers), build(nn.Sequential, g_layers)
    makers = {
        "sgd": lambda net, lr: torch.optim.SGD(net.parameters(), lr=lr),
        "momentum": lambda net, lr: torch.optim.SGD(net.parameters(), lr=lr, momentum=0.9),
        "adam": lambda net, lr: torch.optim.Adam(net.parameters(), lr=lr, betas=(0.5, 0.999)),
    }
    opt_d, opt_g = (makers[kind](net, lr) for net, lr in zip((D, G), rates))
    steps = []  # which optimiser stepped, and what it found in the gradients of G
    for name, optimiser in (("D", opt_d), ("G", opt_g)):
        optimiser.register_step_pre_hook(lambda *_, name=name: steps.append([name, touched]))
    touched = False

    def receive(_):
        nonlocal touched
        touched = True

    for p in G.parameters():
        p.register_hook(receive)
    losses, after = [], []
    for real, z in batches:
        touched = False
        losses.append(solution(D, G, opt_d, opt_g, torch.tensor(real), torch.tensor(z)))
        after.append([flat(D), flat(G)])
    modes = [net.training for net in (D, G)]
    frozen = sum(not p.requires_grad for net in (D, G) for p in net.parameters())
    seen = {
        "losses": losses,
        "discriminator": [one for one, _ in after],
        "generator": [one for _, one in after],
        "flow": [steps, modes, frozen],
    }
    return seen if what == "everything" else seen[what]
