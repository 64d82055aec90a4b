import numpy as np


def fedavg(weights, sizes, client, rounds):
    """Return the global model after the rounds of FedAvg, a new dict of new arrays.

    client(k, model) trains on the data of client k, starting from `model`, which it may change;
    it returns the trained model, or None if it dropped out. rounds: lists of sampled clients.
    """
    raise NotImplementedError
