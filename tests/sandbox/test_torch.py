"""What has to work with torch, whose threads, allocators and late imports are its own."""

import pytest

from sandbox import profiles
from sandbox.pool import Pool
from sandbox.protocol import Limits
from tests.sandbox import jails

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
