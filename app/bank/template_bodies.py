"""The words of the templates. `str.format` fills them, so braces of YAML are doubled."""

from app.bank.template_code import CODE

TODO_SKILL = "todo.skill"
"""What stands for a skill until the author names one: a skill is in lower case."""

HEAD = """\
# Kind: {kind}. Replace every TODO, then: mianjing bank check; remove these comments.
# 题型：{kind}。把每个 TODO 换成内容，再运行 mianjing bank check；这些注释可以删掉。
schema: 1
uid: '{uid}'  # identity; never changes, never reused 身份，永不更改、永不复用
slug: {slug}  # the same as the file name 与文件名相同
kind: {kind}
status: draft  # draft, review, live or retired; learners meet live ones 学习者只见到 live
track: {track}  # questions/tracks.yaml; the folder 与文件夹同名
topic: {topic}  # one of: {topics}
skills: [{skill}]  # what is practised, e.g. bn.forward; shared between questions 技能标签
covers: [{rows}]  # rows of questions/inventory.tsv that it teaches, e.g. S1-02 覆盖的清单行
difficulty: 2  # 1 recall … 5 find the idea yourself 难度 1–5
target_s: 90  # seconds a prepared candidate needs 熟练者所需秒数
# Texts are Markdown in both languages: $…$ maths, ``` code, | tables |; no HTML. Write long ones
# as |- blocks and short ones in single quotes; formulas are the same in zh and en.
# 正文用 Markdown，中英文都要写，公式一致；长文用 |- 块，短文用单引号；不能用 HTML。
title:
  zh: 'TODO 标题'
  en: 'TODO: a title of a few words'
# The statement must suffice for a stranger: shapes, axes, conventions, rounding.
# 题面要自足：形状、轴、约定、取整方式都要写明。
"""

TAIL = """\
# Hints, from vague to plain; cost is the share of the score given up, at most 0.6 together.
# 提示由浅入深；cost 是扣除的分数比例，合计不超过 0.6。
hints:
  - cost: 0.2
    text:
      zh: 'TODO 提示'
      en: 'TODO: a nudge, not the answer'
# At least three of the five bold lead-ins, in this order: Why, Derivation, Check, Pitfall, Picture.
# 五个粗体引导词依次为：为什么、推导、检验、易错、一图；至少写三个。
explanation:
  zh: |-
    **为什么。** TODO 不用公式说清道理。

    **推导。** TODO 每个不显然的步骤。

    **检验。** TODO 读者能自己重做的数值或极限。
  en: |-
    **Why.** TODO: the idea without formulas.

    **Derivation.** TODO: every step that is not obvious.

    **Check.** TODO: a number or a limit that the reader can redo.
# kind: seed, paper, docs, book, web or own; at least one is not seed. Papers: 'arXiv:1502.03167'.
# 出处；至少一条不是 seed。论文写成 'arXiv:1502.03167'。
sources:
  - {{kind: own, ref: 'TODO: where the claims come from', locator: '§1'}}
# Optional: what the notes say wrongly and what is right; a picture file beside this one; what is
# asked next (when: always, correct, wrong, missed:ID, hit:ID, score>=0.8; ask another question, or
# a probe of one line).
# 可选：笔记的错误与更正；旁边的图片文件；追问（ask 另一道题，或一句话的 probe）。
# erratum: {{zh: '…', en: '…'}}
# figures: [{{file: picture.svg, alt: {{zh: '…', en: '…'}}}}]   # shown by ![](picture.svg)
# followups: [{{when: wrong, ask: another-slug, depth: 1}}]
"""

_PROMPT = """\
prompt:
  zh: |-
    TODO 题面
  en: |-
    TODO: the statement
"""

_VARIANTS = """\
# Optional: numbers drawn anew at every showing; {placeholder} in texts, {answer} is the key.
# 可选：每次重新抽取的数；在正文里写 {placeholder}，{answer} 是答案。
# variants:
#   version: 1
#   params:
#     c_in: {{choice: [16, 32]}}
#     side: {{int: [8, 32, 8]}}
#     area: {{derived: 'side * side'}}
#   require: ['c_in != side']
"""

_OPTIONS_NOTE = """\
# Every option says why: what somebody who chooses it believes, and what is right. The right one is
# not the longest. Options are shuffled: never refer to them by letter.
# 每个选项都写 why：选它的人误解了什么，正确的是什么。正确项不要最长；选项会打乱，不要用字母指代。
"""


def _option(name: str, zh: str, en: str, *, correct: bool, indent: str = "") -> str:
    lines = (
        f"  - id: {name}",
        f"    text: {{{{zh: 'TODO {zh}', en: 'TODO: {en}'}}}}",
        f"    correct: {'true' if correct else 'false'}",
        "    why:",
        "      zh: 'TODO 为什么'",
        "      en: 'TODO: why'",
    )
    return "".join(f"{indent}{line}\n" for line in lines)


_SINGLE = (
    _OPTIONS_NOTE
    + "options:\n"
    + _option("a", "正确的说法", "the right statement", correct=True)
    + _option("b", "一种常见误解", "a common misconception", correct=False)
    + _option("c", "另一种常见误解", "another misconception", correct=False)
)

_MULTI = (
    _OPTIONS_NOTE
    + "# Two or more are right. Score: (hits - false alarms) / number of right ones, at least 0.\n"
    "# 至少两项正确。得分 =（选对数 − 误选数）/ 正确项数，不小于 0。\n"
    "options:\n"
    + _option("a", "正确的说法", "one right statement", correct=True)
    + _option("b", "另一个正确的说法", "the other right statement", correct=True)
    + _option("c", "一种常见误解", "a misconception people have", correct=False)
    + _option("d", "另一种常见误解", "one more misconception of theirs", correct=False)
)

_TRUEFALSE = """\
# Exactly two sides, t and f; the interface says True and False. Set correct: true on one.
# 只有 t 和 f 两项，界面显示“对”“错”；其中一项 correct: true。
options:
  - id: t
    correct: false
    why:
      zh: 'TODO 为什么不对'
      en: 'TODO: why this is wrong'
  - id: f
    correct: true
    why:
      zh: 'TODO 为什么对'
      en: 'TODO: why this is right'
"""

_NUMERIC = """\
# Numbers are drawn anew at every showing: choice, int [low, high, step], derived, text.
# 每次重新抽取的数：choice、int [低, 高, 步长]、derived、text。
variants:
  version: 1  # another way of drawing is another version 换抽法就加一
  params:
    rows: {{int: [11, 79, 1]}}
    columns: {{int: [12, 98, 1]}}
  require: ['rows != columns']
# value is an expression, never a typed number. check: exact_int, abs, rel or sigfigs; tol belongs
# to the last three. common_errors: what a known slip gives, and what to say.
# value 写表达式；check 取 exact_int、abs、rel、sigfigs；common_errors 写常见错误的值和反馈。
answer:
  value: 'rows * columns'
  check: exact_int
  common_errors:
    - value: 'rows + columns'
      say:
        zh: 'TODO 指出这个错误'
        en: 'TODO: name the slip'
"""

_NUMERIC_PROMPT = """\
prompt:
  zh: |-
    TODO 题面，例如 {{{{rows}}}} 行 {{{{columns}}}} 列的矩阵有多少个元素？
  en: |-
    TODO: the statement, such as: how many entries has a matrix of {{{{rows}}}} by {{{{columns}}}}?
"""

_SHORT = """\
# accept: a text, or a regex (RE2) that matches the whole answer; both see it in lower case, NFKC,
# single spaces, outer punctuation removed. fixtures are the tests of these rules.
# accept 写 text 或 regex（整体匹配）；比较前会统一大小写、全半角和空格。fixtures 用来测试。
accept:
  - {{text: todo}}
  - {{regex: 'to[ -]do'}}
common_errors:
  - match: [{{text: 'todo list'}}]
    say:
      zh: 'TODO 指出这个错误'
      en: 'TODO: name the slip'
fixtures:
  right: ['TODO', 'to do', 'to-do']
  wrong: ['todo list', 'something else']
"""

_CLOZE_PROMPT = """\
# [[id]] is a gap; every gap once in each language, outside formulas.
# [[id]] 是空；每种语言里每个空各出现一次，不能在公式里。
prompt:
  zh: |-
    TODO 题面：一个矩阵有 3 行 4 列，共有 [[count]] 个元素，把它的行列互换叫做 [[name]]。
  en: |-
    TODO: a matrix of 3 rows and 4 columns has [[count]] entries; swapping both is called [[name]].
"""

_CLOZE = """\
# A gap is a small question: kind single, numeric or short with the fields of that kind.
# 每个空是一道小题：kind 取 single、numeric 或 short，字段与该题型相同。
gaps:
  - id: count
    kind: numeric
    answer:
      value: '3 * 4'
      check: exact_int
      common_errors:
        - value: '3 + 4'
          say: {{zh: 'TODO 指出这个错误', en: 'TODO: name the slip'}}
  - id: name
    kind: short
    accept:
      - {{text: transpose}}
      - {{text: 转置}}
    fixtures:
      right: [Transpose, 转置]
      wrong: [inverse, 求逆]
"""

_ORDER = """\
# Steps in a right order. after: what must come before; without any after only this order is right.
# extra: steps that do not belong.
# 步骤按一种正确顺序写。after 是必须在前的步骤；都不写则只有这个顺序算对。extra 是多余的步骤。
items:
  - id: first
    after: []
    text: {{zh: 'TODO 第一步', en: 'TODO: first step'}}
  - id: second
    after: [first]
    text: {{zh: 'TODO 第二步', en: 'TODO: second step'}}
  - id: third
    after: [second]
    text: {{zh: 'TODO 第三步', en: 'TODO: third step'}}
extra:
  - id: surplus
    text: {{zh: 'TODO 多余的一步', en: 'TODO: a step that does not belong'}}
    why: {{zh: 'TODO 为什么多余', en: 'TODO: why not'}}
common_errors:
  - swapped: [first, second]
    say: {{zh: 'TODO 顺序颠倒的后果', en: 'TODO: what goes wrong then'}}
"""

_MATCH = """\
# Pairs; extra cards belong nowhere. common_errors speak when two cards were exchanged.
# 配对；extra 的卡片用不到。common_errors 在两张卡片互换时给出提示。
pairs:
  - id: first
    left: {{zh: 'TODO 左一', en: 'TODO: left one'}}
    right: {{zh: 'TODO 右一', en: 'TODO: right one'}}
    why: {{zh: 'TODO 为什么', en: 'TODO: why'}}
  - id: second
    left: {{zh: 'TODO 左二', en: 'TODO: left two'}}
    right: {{zh: 'TODO 右二', en: 'TODO: right two'}}
    why: {{zh: 'TODO 为什么', en: 'TODO: why'}}
  - id: third
    left: {{zh: 'TODO 左三', en: 'TODO: left three'}}
    right: {{zh: 'TODO 右三', en: 'TODO: right three'}}
    why: {{zh: 'TODO 为什么', en: 'TODO: why'}}
extra:
  - id: surplus
    right: {{zh: 'TODO 多余的卡片', en: 'TODO: a card that belongs nowhere'}}
    why: {{zh: 'TODO 为什么', en: 'TODO: why'}}
common_errors:
  - swapped: [first, second]
    say: {{zh: 'TODO 两者的区别', en: 'TODO: how the two differ'}}
"""

_OPEN = """\
# points: what an interviewer ticks, one assertion each, one or two of them must. cues suggest:
# 'a|b' either, 'a & b' both in one sentence, 'overfit*' any ending, '!a' only where it is denied.
# points 是评分点，每点一个论断；cues 用来提示：a|b 任一，a & b 同句都有，* 任意词尾，
# ! 只在否定句里算。
rubric:
  points:
    - id: first
      weight: 2
      must: true
      text: {{zh: 'TODO 第一个要点', en: 'TODO: the first point'}}
      cues: ['首要线索', 'first cue']
    - id: second
      weight: 1
      must: false
      text: {{zh: 'TODO 第二个要点', en: 'TODO: the second point'}}
      cues: ['次要线索', 'second cue']
  common_errors:
    - cues: ['误解', 'misreading']
      say: {{zh: 'TODO 指出这个误解', en: 'TODO: name the misconception'}}
# The model answer meets every point and trips no error. 参考回答要命中全部要点，且不触发误解。
model_answer:
  zh: |-
    TODO 参考回答，含首要线索和次要线索。
  en: |-
    TODO: a model answer with the first cue and the second cue.
# Tests of the cues: a good answer, a typical mistake, a negated sentence. cues 的测试。
fixtures:
  - {{answer: 'TODO 首要线索，次要线索', hits: [first, second], errors: []}}
  - {{answer: 'TODO a misreading', hits: [], errors: [0]}}
  - {{answer: 'TODO not the first cue', hits: [], errors: []}}
"""

BODIES = {
    "single": _PROMPT + _SINGLE + _VARIANTS,
    "multi": _PROMPT + _MULTI + _VARIANTS,
    "truefalse": _PROMPT + _TRUEFALSE,
    "numeric": _NUMERIC_PROMPT + _NUMERIC,
    "short": _PROMPT + _SHORT,
    "cloze": _CLOZE_PROMPT + _CLOZE + _VARIANTS,
    "order": _PROMPT + _ORDER,
    "match": _PROMPT + _MATCH,
    "open": _PROMPT + _OPEN,
    "code": CODE,
}
"""What lies between head and tail, by kind."""
