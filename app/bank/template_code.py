"""The words of the template of a code question. `str.format` fills them: braces are doubled."""

CODE = """\
# Programs stand here, or beside this file in a folder of the question's name with the YAML as
# question.yaml: then write {{file: reference.py}}, {{file: wrong/no_eps.py}} instead of a block.
# 程序可以直接写在这里；也可以建一个与题目同名的文件夹，YAML 命名为 question.yaml，程序放在旁边，
# 写成 {{file: reference.py}}。
prompt:
  zh: |-
    TODO 请实现 `double(x)`：写明每个参数和返回值的形状、dtype、边界情形，是否允许修改输入。
  en: |-
    TODO: implement `double(x)`. Say shape, dtype and edge cases of every argument and result, and
    whether an argument may be modified.
entry: double  # the name that is called 被调用的名字
profile: numpy  # stdlib, numpy or torch
starter: |
  def double(x):
      raise NotImplementedError
reference: |
  def double(x):
      return 2 * x
# At least one, by another method: the reference must not be its own witness. 另一种方法的解法。
alternatives:
  - |
    def double(x):
        return x + x
# Yields tuples of arguments; all randomness from rng. 产生参数的元组，随机性只来自 rng。
cases: |
  import numpy as np


  def cases(rng, group):
      if group == "sample":
          yield (np.array([1.0, -2.0]),)
      for length in (3, 8):
          yield (rng.standard_normal(length) + 1.0,)
# visibility full: cases are shown, fixed seeds; name: hidden, secret seeds. check: value and/or
# inputs_unchanged. near: inside it a value is too imprecise (PE) rather than wrong.
# full 组给学习者看；name 组隐藏，每次提交换种子。
groups:
  - name: sample
    visibility: full
    weight: 0
    seeds: 1
    check: [value]
    compare: {{mode: allclose, rtol: 1.0e-7, atol: 1.0e-9}}
    title: {{zh: 'TODO 样例', en: 'TODO: samples'}}
  - name: random
    visibility: name
    weight: 1
    seeds: 4
    check: [value, inputs_unchanged]
    compare: {{mode: allclose, rtol: 1.0e-7, atol: 1.0e-9}}
    title: {{zh: 'TODO 随机', en: 'TODO: random'}}
limits: {{cpu_s: 2, wall_s: 5, memory_mib: 256, output_kib: 64}}
forbid: []  # names to do without, such as [torch, copy.deepcopy] 不许用的名字
# Natural mistakes: each must fail exactly these groups with this verdict. 自然的错误解法。
wrong:
  - code: |
      def double(x):
          return x
    verdict: WA
    fails: [sample, random]
    why: {{zh: 'TODO 忘了乘', en: 'TODO: forgot the factor'}}
  - code: |
      def double(x):
          return x**2
    verdict: WA
    fails: [sample, random]
    why: {{zh: 'TODO 平方', en: 'TODO: squares it'}}
  - code: |
      def double(x):
          x *= 2
          return x
    verdict: WA
    fails: [random]
    why: {{zh: 'TODO 原地修改', en: 'TODO: changes its argument'}}
mutants: {{min_kill: 0.9}}  # share of small changes of the reference that must fail 变异体杀死率
"""
