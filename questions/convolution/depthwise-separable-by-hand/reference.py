import numpy as np


class DepthwiseSeparable:
    def __init__(self, depth, point, depth_bias, point_bias, stride, padding):
        self.depth, self.point = depth, point
        self.depth_bias, self.point_bias = depth_bias, point_bias
        self.stride, self.padding = stride, padding

    def forward(self, x):
        n, c = x.shape[:2]
        edge = (self.padding, self.padding)
        padded = np.pad(x, ((0, 0), (0, 0), edge, edge))
        side = self.depth.shape[2:]
        windows = np.lib.stride_tricks.sliding_window_view(padded, side, axis=(2, 3))
        windows = windows[:, :, :: self.stride, :: self.stride]
        kernels = self.depth.reshape(c, -1, *side)  # the kernels of one channel side by side
        maps = np.einsum("ncijab,cmab->ncmij", windows, kernels)
        maps = maps.reshape(n, len(self.depth), *maps.shape[3:])
        if self.depth_bias is not None:
            maps = maps + self.depth_bias[:, None, None]
        y = np.einsum("om,nmij->noij", self.point[:, :, 0, 0], maps)
        return y if self.point_bias is None else y + self.point_bias[:, None, None]

    def params(self, c):
        outs, (kh, kw) = len(self.point), self.depth.shape[2:]
        own = self.depth.size + self.point.size
        ordinary = outs * c * kh * kw
        if self.depth_bias is not None:
            own += len(self.depth_bias)
        if self.point_bias is not None:
            own += outs
            ordinary += outs
        return own, ordinary
