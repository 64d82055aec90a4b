"""Counting recurrent layers: every number of these questions, from torch's own modules."""

from collections.abc import Callable
from typing import Any

import torch
from torch import nn

from app.domain.kinds import QUESTION
from tests.facts.prose import says, variants

Question = dict[str, Any]
CELLS: dict[int, Callable[..., nn.RNNBase]] = {1: nn.RNN, 3: nn.GRU, 4: nn.LSTM}


def count(maps: int, inputs: int, hidden: int, *, biases: int = 2, both: bool = False) -> int:
    """Count the parameters of one recurrent layer with one or two biases per affine map."""
    net = CELLS[maps](inputs, hidden, bidirectional=both, device="meta")
    skip = "bias_hh" if biases == 1 else "nothing"
    return sum(p.numel() for name, p in net.named_parameters() if skip not in name)


def size_of(net: nn.Module, name: str) -> int:
    """Count the numbers in one parameter of a module."""
    return dict(net.named_parameters())[name].numel()


def gap(question: Question, name: str, how_many: int) -> list[tuple[dict[str, Any], Any]]:
    """Draw variants with the key of one numeric gap."""
    asked = QUESTION.validate_python(question)
    assert asked.kind == "cloze"
    drawn = [asked.variant(index) for index in range(how_many)]
    return [(dict(variant.numbers), asked.key(variant)[name]) for variant in drawn]


def test_param_count_rnn_formula(question: Question) -> None:
    for v, key in variants(question, 40):
        assert key == count(v["g"], v["i"], v["h"], biases=1) == v["g"] * v["one"]
        assert v["joined"] == nn.Linear(v["h"] + v["i"], v["h"]).weight.shape[1]
    assert count(4, 3, 2, biases=1) == 48 == 16 + 24 + 8
    says(question, "$16+24+8=48$")


def test_param_count_lstm_example(question: Question) -> None:
    for v, key in variants(question, 40):
        assert key == count(4, v["i"], v["h"])
        assert v["textbook"] == count(4, v["i"], v["h"], biases=1) == key - v["gap"]
        assert size_of(nn.LSTM(v["i"], v["h"]), "bias_hh_l0") == v["rows"]
    assert (count(4, 3, 2, biases=1), count(4, 3, 2)) == (48, 56)
    shapes = {name: tuple(p.shape) for name, p in nn.LSTM(3, 2).named_parameters()}
    assert shapes == {
        "weight_ih_l0": (8, 3),
        "weight_hh_l0": (8, 2),
        "bias_ih_l0": (8,),
        "bias_hh_l0": (8,),
    }
    says(question, "48", "56", "8×3 = 24", "8×2 = 16", *shapes)


def test_param_count_bigru_lstm_stack(question: Question) -> None:
    for v, key in variants(question, 40):
        gru = count(3, v["i"], v["hg"], biases=v["nb"], both=True)
        output, _ = nn.GRU(v["i"], v["hg"], bidirectional=True)(torch.zeros(2, 1, v["i"]))
        assert output.shape[-1] == v["width"]
        lstm = count(4, output.shape[-1], v["hl"], biases=v["nb"])
        assert (gru, lstm, gru + lstm) == (v["first"], v["second"], key)
    layers = {n: (count(3, 8, 5, biases=n, both=True), count(4, 10, 50, biases=n)) for n in (1, 2)}
    assert layers == {1: (420, 12200), 2: (450, 12400)}
    assert (sum(layers[1]), sum(layers[2]), layers[2][0] + layers[1][1]) == (12620, 12850, 12650)
    assert sum(layers[2]) - sum(layers[1]) == 230 == 2 * 3 * 5 + 4 * 50
    assert count(4, 5, 50, biases=1) == 11200
    assert count(4, 10, 50) - count(4, 5, 50) == 4 * 50 * 5
    says(question, "$420+12200=12620$", "$450+12400=12850$", "$450+12200=12650$", "11200", "230")


def test_rnn_gates_match(question: Question) -> None:
    rows = {name: size_of(cell(7, 5), "weight_hh_l0") // 25 for name, cell in CELLS.items()}
    assert rows == {1: 1, 3: 3, 4: 4}
    x = torch.zeros(2, 1, 7)
    states = {maps: 2 if isinstance(cell(7, 5)(x)[1], tuple) else 1 for maps, cell in CELLS.items()}
    right = {pair["id"]: pair["right"]["en"] for pair in question["pairs"]}
    for name, maps, gates in (("rnn", 1, 0), ("gru", 3, 2), ("lstm", 4, 3)):
        plural = "s" if maps > 1 else ""
        ends = "s" if states[maps] > 1 else ""
        assert right[name] == (
            f"{gates} gates, {maps} affine map{plural}, {states[maps]} state{ends}"
        )
    torch.manual_seed(0)
    cell, h, c, new = nn.LSTMCell(7, 5), torch.randn(1, 5), torch.randn(1, 5), torch.randn(1, 7)
    a = new @ cell.weight_ih.T + cell.bias_ih + h @ cell.weight_hh.T + cell.bias_hh
    i, f, g, o = a.chunk(4, dim=1)
    c_next = f.sigmoid() * c + i.sigmoid() * g.tanh()
    h_next = o.sigmoid() * c_next.tanh()
    assert all(
        torch.allclose(x, y, atol=1e-6)
        for x, y in zip(cell(new, (h, c)), (h_next, c_next), strict=True)
    )
    says(question, r"$$h_t=o\odot\tanh(c_t).$$", r"$$c_t=f\odot c_{t-1}+i\odot g,$$")


def test_rnn_gate_input_concat(question: Question) -> None:
    keys = {name: gap(question, name, 30) for name in ("length", "rows", "total")}
    for index, (v, total) in enumerate(keys["total"]):
        gate = nn.Linear(v["h"] + v["i"], v["h"])
        assert tuple(gate.weight.shape) == (keys["rows"][index][1], keys["length"][index][1])
        assert total == sum(p.numel() for p in gate.parameters())
        assert 4 * total == count(4, v["i"], v["h"], biases=1)
        lstm = nn.LSTM(v["i"], v["h"], device="meta")
        split = size_of(lstm, "weight_hh_l0") + size_of(lstm, "weight_ih_l0")
        assert 4 * v["weights"] == split
        assert (v["joined"], v["sum_all"]) == (gate.weight.shape[1], total)
    assert (torch.tensor([0.5, 1.0]) * torch.tensor([4.0, -2.0])).tolist() == [2.0, -2.0]
    assert sum(p.numel() for p in nn.Linear(3 + 2, 3).parameters()) == 18  # the picture
    says(question, "$(2,-2)$", "$h^2+hi$", r"$3\cdot5+3=18$")
