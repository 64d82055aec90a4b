import numpy as np


def im2col(x, kernel, stride, padding, dilation):
    n, c, h, w = x.shape
    (kh, kw), (sh, sw), (ph, pw), (dh, dw) = kernel, stride, padding, dilation
    oh = (h + 2 * ph - dh * (kh - 1) - 1) // sh + 1
    ow = (w + 2 * pw - dw * (kw - 1) - 1) // sw + 1
    xpad = np.pad(x, ((0, 0), (0, 0), (ph, ph), (pw, pw)))
    col = np.zeros((n, c, kh, kw, oh, ow))
    for i in range(oh):
        for j in range(ow):
            r, q = i * sh, j * sw
            col[..., i, j] = xpad[
                :, :, r : r + dh * (kh - 1) + 1 : dh, q : q + dw * (kw - 1) + 1 : dw
            ]
    return col


def col2im(dcol, shape, stride, padding, dilation):
    n, c, h, w = shape
    kh, kw, oh, ow = dcol.shape[2:]
    (sh, sw), (ph, pw), (dh, dw) = stride, padding, dilation
    dpad = np.zeros((n, c, h + 2 * ph, w + 2 * pw))
    for i in range(oh):
        for j in range(ow):
            r, q = i * sh, j * sw
            dpad[:, :, r : r + dh * (kh - 1) + 1 : dh, q : q + dw * (kw - 1) + 1 : dw] += dcol[
                ..., i, j
            ]
    return dpad[:, :, ph : ph + h, pw : pw + w]


class Conv2d:
    def __init__(self, weight, bias, stride, padding, dilation, groups):
        self.w, self.b = weight, bias
        self.s, self.p, self.d, self.g = stride, padding, dilation, groups

    def forward(self, x):
        n, c_in = x.shape[:2]
        c_out, _, kh, kw = self.w.shape
        self.x_shape = x.shape
        col = im2col(x, (kh, kw), self.s, self.p, self.d)
        oh, ow = col.shape[4:]
        inside, outside = c_in // self.g, c_out // self.g
        self.cols, ys = [], []
        for g in range(self.g):
            part = col[:, g :: self.g]
            part = part.transpose(1, 2, 3, 0, 4, 5).reshape(inside * kh * kw, -1)
            self.cols.append(part)
            kernel = self.w[g * outside : (g + 1) * outside].reshape(outside, -1)
            ys.append((kernel @ part).reshape(outside, n, oh, ow))
        y = np.concatenate(ys).transpose(1, 0, 2, 3)
        return y + self.b.reshape(1, -1, 1, 1)

    def backward(self, dout):
        n, c_out, oh, ow = dout.shape
        inside, kh, kw = self.w.shape[1:]
        outside = c_out // self.g
        dw = np.zeros_like(self.w)
        dcols = []
        for g in range(self.g):
            mine = slice(g * outside, (g + 1) * outside)
            dy = dout[:, mine].transpose(1, 0, 2, 3).reshape(outside, -1)
            dw[mine] = (dy @ self.cols[g].T).reshape(outside, inside, kh, kw)
            dcol = self.w[mine].reshape(outside, -1).T @ dy
            dcols.append(dcol.reshape(inside, kh, kw, n, oh, ow))
        dcol = np.stack(dcols, axis=1).reshape(-1, kh, kw, n, oh, ow).transpose(3, 0, 1, 2, 4, 5)
        dx = col2im(dcol, self.x_shape, self.s, self.p, self.d)
        return dx, dw, dout.sum(axis=(0, 2, 3))
