"""What has to work with torch, whose threads, allocators and late imports are its own."""

import pytest

from sandbox import profiles
from sandbox.judging import Judge
from sandbox.pool import Pool
from sandbox.protocol import Job, Limits
from tests.sandbox import jails
from tests.sandbox.attacks import controls
from tests.sandbox.attacks.model import Attack
from tests.sandbox.exercises import softmax

ROOM = Limits(cpu_s=20, wall_s=60, memory_mib=512)

TORCH = {
    "autograd": """
w = torch.ones(3, requires_grad=True)
(w * w).sum().backward()
return w.grad.tolist()
""",
    "adam": """
model = torch.nn.Linear(3, 3)
optimizer = torch.optim.Adam(model.parameters())
model(torch.randn(2, 3)).sum().backward()
optimizer.step()
return [2.0, 2.0, 2.0]
""",
    "threads": """
torch.set_num_threads(4)
assert (torch.ones(600, 600) @ torch.ones(600, 600)).sum().item() == 600 ** 3
return [2.0, 2.0, 2.0]
""",
    "layers": """
lstm = torch.nn.LSTM(3, 3)
lstm(torch.randn(2, 1, 3))[0].sum().backward()
torch.nn.Conv2d(1, 1, 3)(torch.randn(1, 1, 5, 5)).sum().backward()
return [2.0, 2.0, 2.0]
""",
    "late imports": """
import torch.nn.functional, torch.distributions, sympy
return [2.0, 2.0, 2.0]
""",
    "a tensor": "return torch.full((3,), 2.0).tolist()",
    "linear algebra": """
u, s, v = torch.linalg.svd(torch.diag(torch.full((3,), 2.0)))
q, r = torch.linalg.qr(torch.randn(40, 40))
assert torch.allclose(q @ r @ torch.linalg.inv(q @ r), torch.eye(40), atol=1e-3)
assert torch.linalg.eigvalsh(torch.eye(5)).sum().item() == 5
return s.tolist()
""",
    "fourier": """
signal = torch.full((64,), 2.0)
return torch.fft.ifft(torch.fft.fft(signal)).real[:3].round(decimals=4).tolist()
""",
    "gradients of gradients": """
double = torch.autograd.gradcheck(torch.sin, torch.ones(3, dtype=torch.double).requires_grad_())
assert double
hessian = torch.func.hessian(lambda x: (x * x).sum())(torch.ones(3))
return torch.func.vmap(torch.sum)(hessian).tolist()
""",
    "jacobian": """
return torch.autograd.functional.jacobian(lambda x: x * x, torch.ones(3)).sum(0).tolist()
""",
    "an own function": """
class Double(torch.autograd.Function):
    @staticmethod
    def forward(ctx, x):
        ctx.save_for_backward(x)
        return 2 * x
    @staticmethod
    def backward(ctx, grad):
        return 2 * grad
x = torch.ones(3, requires_grad=True)
Double.apply(x).sum().backward()
return x.grad.tolist()
""",
    "attention": """
mixed = torch.nn.functional.scaled_dot_product_attention(*[torch.full((1, 2, 4, 3), 2.0)] * 3)
layer = torch.nn.TransformerEncoderLayer(8, 2, batch_first=True)
layer(torch.randn(1, 4, 8)).sum().backward()
return mixed[0, 0, 0].tolist()
""",
    "norms and drops": """
batch = torch.nn.BatchNorm1d(3)(torch.randn(8, 3))
assert batch.mean(0).abs().max() < 1e-5
torch.nn.functional.dropout(torch.ones(99), 0.5).sum().item()
return torch.nn.Embedding.from_pretrained(torch.full((2, 3), 2.0))(torch.tensor(1)).tolist()
""",
    "a loader": """
from torch.utils.data import DataLoader, TensorDataset
made = DataLoader(TensorDataset(torch.full((6, 1), 2.0)), batch_size=3, shuffle=True)
return next(iter(made))[0].flatten().tolist()
""",
    "saved and loaded": """
import io
file = io.BytesIO()
torch.save(torch.nn.Linear(2, 2).state_dict(), file)
file.seek(0)
assert set(torch.load(file, weights_only=True)) == {'weight', 'bias'}
torch.save(torch.full((3,), 2.0), 'here.pt')
return torch.load('here.pt').tolist()
""",
    "a schedule": """
weight = torch.nn.Parameter(torch.full((3,), 3.0))
optimizer = torch.optim.SGD([weight], lr=1.0, momentum=0.9)
schedule = torch.optim.lr_scheduler.StepLR(optimizer, 1)
weight.sum().backward()
torch.nn.utils.clip_grad_norm_([weight], 100.0)
optimizer.step()
schedule.step()
return weight.tolist()
""",
    "other numbers": """
assert torch.full((3,), 1.0, dtype=torch.bfloat16).sum().item() == 3
with torch.autocast('cpu', dtype=torch.bfloat16):
    assert (torch.ones(2, 2) @ torch.ones(2, 2)).dtype is torch.bfloat16
return (torch.full((3,), 1j) * -2j).real.tolist()
""",
    "numpy and back": """
import numpy as np
return torch.from_numpy(np.full(3, 2.0)).numpy().tolist()
""",
}


@pytest.mark.parametrize("name", TORCH)
def test_torch_works(torch_pool: Pool, name: str) -> None:
    assert jails.value(torch_pool, f"import torch\n{TORCH[name]}", limits=ROOM) == [2.0, 2.0, 2.0]


def test_the_torch_profile_has_what_torch_requires_and_no_more(torch_pool: Pool) -> None:
    allowed = profiles.distributions("torch")

    names = jails.value(
        torch_pool,
        "import importlib.metadata as m\n"
        "return sorted({d.metadata['Name'].lower().replace('_', '-') for d in m.distributions()})",
        limits=ROOM,
    )

    assert set(names) == allowed
    assert {"numpy", "torch"} <= allowed
    assert not allowed & {"mianjing", "sqlalchemy", "pydantic", "fastapi"}


@pytest.mark.parametrize("attack", controls.TORCH.attacks, ids=lambda attack: attack.name)
def test_a_submission_with_torch_comes_to_its_verdict(torch_pool: Pool, attack: Attack) -> None:
    exercise = softmax(profile="torch", wall_s=30.0)

    outcome = Judge({"torch": torch_pool}).judge(Job(exercise, attack.source))

    assert outcome["verdict"] in attack.verdicts, outcome["failing"]


def test_chance_starts_anew_for_torch_too(torch_pool: Pool) -> None:
    source = "import torch\ndef f():\n    return tuple(torch.rand(3).tolist())"
    draws = []
    for _ in range(2):
        with jails.child(torch_pool, source, ROOM) as taken:
            draws += [jails.call(taken), jails.call(taken)]

    assert len(set(draws)) == 1
