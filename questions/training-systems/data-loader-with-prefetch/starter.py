class Loader:
    """Batches of a data set, epoch after epoch; with a pool, `prefetch` of them under way."""

    def __init__(
        self, data, batch_size, shuffle=False, drop_last=False, seed=0, pool=None, prefetch=2
    ):
        raise NotImplementedError

    def __len__(self):
        """Return the number of batches of an epoch."""
        raise NotImplementedError

    def __iter__(self):
        """Generate the batches of the next epoch, lists of samples."""
        raise NotImplementedError
