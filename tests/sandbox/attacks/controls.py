"""What must go on working: a jail that breaks NumPy passes every test of attacks."""

from tests.sandbox.attacks.model import Theme

theme = Theme()

theme.inside("plain", "return right(x)", "AC")
theme.inside(
    "late_imports",
    "import numpy.polynomial, numpy.testing, statistics, dataclasses, typing, re, json\n"
    "return right(x)",
    "AC",
)
theme.inside(
    "linear_algebra",
    "np.linalg.svd(np.ones((200, 200)))\nnp.fft.fft(np.ones(1000))\n"
    "np.random.default_rng(0).normal(size=9)\nreturn right(x)",
    "AC",
)
theme.inside(
    "thread_pool",
    "from concurrent.futures import ThreadPoolExecutor as Pool\n"
    "assert list(Pool(4).map(abs, [-1, -2])) == [1, 2]\nreturn right(x)",
    "AC",
)
theme.inside(
    "many_threads",
    """
    import threading
    seen = []
    all_of_them = [threading.Thread(target=seen.append, args=(i,)) for i in range(8)]
    [t.start() for t in all_of_them]
    [t.join() for t in all_of_them]
    assert len(seen) == 8
    return right(x)
    """,
    "AC",
)
theme.inside(
    "temporary_file",
    "import tempfile\nf_ = tempfile.TemporaryFile()\nf_.write(b'x')\nreturn right(x)",
    "AC",
)
theme.inside(
    "own_signal",
    """
    heard = []
    signal.signal(signal.SIGUSR1, lambda *a: heard.append(1))
    signal.raise_signal(signal.SIGUSR1)
    assert heard
    return right(x)
    """,
    "AC",
)
theme.inside("print_a_little", "print('working', x.shape)\nreturn right(x)", "AC")
theme.inside(
    "print_strange_text",
    "sys.stdout.buffer.write(b'\\xff\\xfe')\nprint('\\u202e')\nreturn right(x)",
    "AC",
)
theme.inside(
    "recursion",
    "def down(n):\n    return n and down(n - 1)\ndown(900)\nreturn right(x)",
    "AC",
)

TORCH = Theme()
TORCH.inside(
    "autograd_and_adam",
    """
    import torch
    w = torch.ones(3, requires_grad=True)
    (w * w).sum().backward()
    assert w.grad.tolist() == [2, 2, 2]
    model = torch.nn.Linear(5, 5)
    optimiser = torch.optim.Adam(model.parameters())
    model(torch.randn(2, 5)).sum().backward()
    optimiser.step()
    return right(x)
    """,
    "AC",
)
TORCH.inside(
    "torch_threads",
    "import torch\ntorch.set_num_threads(4)\nt = torch.ones(600, 600)\n(t @ t).sum().item()\n"
    "return right(x)",
    "AC",
)
TORCH.inside("tensor_returned", "import torch\nreturn torch.from_numpy(right(x))", "AC")
TORCH.inside(
    "memory_torch",
    "import torch\nheld = []\nwhile True:\n    held.append(torch.ones(10**7))",
    "MLE RE",
)
TORCH.inside(
    "tensor_subclass",
    "import torch\nclass T(torch.Tensor):\n    pass\nreturn torch.zeros(4, 5).as_subclass(T)",
    "WA",
    "gpu-mode/reference-kernels #162",
)
TORCH.inside(
    "tensor_expanded",
    "import torch\nreturn torch.tensor(0.2, dtype=torch.float64).expand(4, 5)",
    "WA",
)
