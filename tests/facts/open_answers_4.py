"""More answers in other words: detectors, face search, memory, decorators."""

from typing import Any

from tests.facts.open_answers_1 import graded

Question = dict[str, Any]


def test_dense_detector_loss(question: Question) -> None:
    graded(
        question,
        good="""
        99980 个背景里多数一眼就知道不是目标，但一个 0.01 加十万次就是 1000，
        把 20 个正样本的损失盖住了。用 focal：(1-pt)^2 乘在交叉熵上。单加权重 α 只能调正负比例，
        难的负样本和容易的负样本待遇一样。最后一层 bias 取 -4.6，让起步概率 0.01。
        损失按正样本数归一，框的回归只在正样本上。也可用 OHEM 或 Faster R-CNN 那样先提候选框。

        正负比 1:5000，损失是求和，背景的总和压倒一切；而且背景多数一眼就能看出来，
        贡献的是无用的小梯度，积少成多。可以用 focal loss 按预测的把握降权：
        p 已经很对的样本乘 0.01 甚至更小，让训练集中在难分的框。单给正样本乘 5000 的话，
        能平衡正负总量，但是负样本之间难易不分，网络会到处误报，
        一个噪声正样本也会带来巨大的梯度。初始化：让 sigmoid 输出约为先验概率，比如 0.01，
        b = log(0.01/0.99) ≈ -4.6，避免开始时背景的损失淹没一切。归一化用正样本数。
        框回归只在正锚框上计算。不改损失的话：在线难例挖掘（只取损失最大的负样本），
        随机采样固定比例，改进正样本分配，级联 / 两阶段。

        Most of the 99 980 are obvious, yet 0.01 times a hundred thousand is 1000, which drowns
        the twenty positives. Focal loss, that is (1-pt)^2 in front of the cross-entropy. A
        constant alpha shifts the balance between classes only, and easy and hard negatives get
        the same weight. Bias -4.6 so the starting probability is 0.01. Normalise by the number
        of positives and regress boxes for positives only. Or OHEM, or proposals first as in
        Faster R-CNN.

        There are 5000 negatives per positive and the loss is a sum. Most negatives are
        trivially easy; their tiny losses pile up and swamp the few objects. So scale each
        anchor's loss by how wrong it still is: a focal term that goes to zero when the model is
        confident and right. Weighting the positives by a constant balances the totals between
        classes but treats an obvious sky patch and a confusing lookalike the same, so it
        doesn't focus on the difficult ones; it also inflates false alarms. Set the output bias
        to the log-odds of a small prior, log(0.01/0.99) = -4.6, so at the start every box says
        one percent and the background doesn't blow up the first steps. Normalise with the count
        of matched anchors, not all the anchors. Compute the regression loss for the matched
        anchors only. Without changing the loss: OHEM, subsampling of negatives, a proposal
        stage that throws out most background.
        """,
        bad="""
        是因为网络太小学不会目标，要换更大的骨干。给正样本乘 5000 的权重就完全够了，
        这样正负就平衡了。最后一层的偏置初始化为 0，让一开始输出 0.5 最公平。
        损失除以全部锚框数 100000。框回归在所有锚框上都算，这样样本更多。

        The network is too small to learn objects; take a bigger backbone. Giving positives a
        fixed weight of 5000 is entirely sufficient, since that balances the classes. Initialise
        the last bias to 0 so that everything starts at a fair 0.5. Divide the loss by all
        100000 anchors. Compute box regression on all anchors so there is more data.
        """,
        half="""
        因为正负样本极不均衡，背景太多，容易的背景损失加起来淹没了正样本的梯度。用 focal loss，
        乘 (1-p)^γ 降低易分样本的权重，让网络关注难样本。回归只算正样本。

        Positives and negatives are extremely imbalanced; the many easy backgrounds add up and
        swamp the positives. Use focal loss, with a factor (1-p)^gamma that lowers the weight of
        easy examples. The regression loss is computed for positives only.
        """,
    )


def test_face_search_evaluation(question: Question) -> None:
    graded(
        question,
        good="""
        验证两张是不是一个人，跟在千万人里找一个，难度差着数量级：每多一个人就多一次认错的机会。
        测试要灌满 1000 万的底库。查询分两拨：登记过的，看漏了多少；没登记过的，看误报多少，
        阈值调到误报千分之一再报漏报。同一批查询用暴力检索跑一遍，
        暴力能找到而索引没找到的算索引的；都错的算特征的。零误报至少 3000 次，否则更多。
        再按性别年龄肤色拆开看，还有延迟。

        供应商给的是一对一比对，不是一对多搜索。库大了，误认的机会随 N 增长，1-(1-p)^N。
        另外平均准确率没有说阈值和误报/漏报各多少，6000 对也太少，测不到 1e-6 级别。
        应该建自己的测试集：一部分查询的人在库里（看是否排第一且超过阈值，漏报率），
        一部分是陌生人不在库里（看是否回答不认识，误报率），在同一个阈值上同时报告。
        库规模要真的 1000 万。索引误差：和全量穷举比，recall@1；若穷举的最近邻就是错的人，
        那是特征不好。要证明误报率不超过千分之一，根据三法则 3/n≤0.001，n≥3000，
        而且一次误报都不能有；有几次就要再多。按人群、拍摄条件分组报告，最差的组也要达标；
        再看 p99 延迟，新增/删除的人，活体攻击。

        Telling pairs apart is far easier than finding one among ten million: each extra person
        is one more chance for a mix-up. Load the full gallery. Two sets of queries, enrolled
        people for misses and people who aren't enrolled for false alarms; set the threshold for
        0.1 % false alarms and report misses there. Rerun with brute force: what it finds and
        the index doesn't is the index's fault, what both get wrong is the embedding's. With
        zero false alarms, at least 3000 stranger queries. Break down by sex, age and skin tone;
        also latency.

        6000 pairs is 1:1 verification; the system does 1:N search against ten million. Even a
        one-in-a-million false match rate per comparison gives ten expected false matches per
        query, so 99.8 % tells nothing; also 6000 pairs cannot measure rates of 1e-6. I need two
        kinds of query: people who are enrolled and people who are not. Report, at one fixed
        threshold, the false negative identification rate for the enrolled (right person not
        returned above the threshold) and the false positive identification rate for strangers,
        and the curve between both as the threshold moves, with the full gallery. To separate
        index from embedding run exact brute-force search with the same vectors: if exact search
        finds it but ANN doesn't the index is to blame (recall@k); if exact also is wrong, the
        embedding. For a false alarm rate of at most 0.1 % with zero false alarms one needs
        about 3000 independent stranger queries (rule of three, 95 %), and more if any occur.
        Beyond totals: break down by sex, age, skin tone, camera, lighting; the worst group;
        latency too.
        """,
        bad="""
        99.8% 已经很高了，说明一千次查询只错两次，可以直接上线。再用库里的人查一遍，
        看 top-1 准确率就行了。索引的错可以忽略，因为近似最近邻和精确检索结果一样。
        误报率测 1000 次，出现 1 次就是 0.1%，合格。看平均准确率就够了。

        99.8 % is already very high, it means two errors in a thousand queries, so it can go
        live. Query it with people from the gallery and look at top-1 accuracy. The index can be
        ignored because approximate search gives the same results as exact. 1000 queries with
        one false alarm make 0.1 %, which passes. The overall accuracy is enough.
        """,
        half="""
        6000 对是 1:1 验证，而系统是在 1000 万人里做 1:N 检索，误报会随库的大小增长，
        所以这个数不够。应该分别用在库里的人和不在库里的人来查询，报告漏报率和误报率。

        6000 pairs is 1:1 verification, but the system searches 1:N among ten million, where
        false matches grow with the gallery, so the number isn't enough. Use queries of people
        in the gallery and of people who aren't, and report the miss rate and the false alarm
        rate.
        """,
    )


def test_training_memory_budget(question: Question) -> None:
    graded(
        question,
        good="""
        1B 参数 fp32：权重 4G、梯度 4G、Adam 的 m、v 各 4G，共 16G，和 batch 没关系。
        余下是前向存下来给反向用的激活，batch 翻倍它翻倍，外加 workspace。
        先用 max_memory_allocated 看 batch 1、2 的峰值，差就是每张图的激活。重计算省激活，
        慢三成；小 batch 累积梯度省激活，慢；8-bit Adam 省优化器状态；FSDP 摊到多卡，通信多；
        LoRA。混合精度不对，主权重和 m、v 还是 fp32，只有激活减半。

        权重 4GB、梯度 4GB、Adam 一阶二阶动量 8GB，一共 16GB，这些不随批变；激活（前向中间结果，
        反向要用）和批成正比，还有 CUDA 上下文、cuDNN workspace、缓存碎片。
        先用 profiler / memory_summary 看峰值在哪一步，把批减半看少了多少就知道激活占多少。
        办法：1) activation checkpointing，只存一部分激活，反向重算，慢三成左右；
        2) 小批 + 累积梯度，激活减半，时间变长；3) 换优化器，用不带动量的 SGD 或 8-bit Adam，
        省 4–8GB，可能收敛差；4) 多卡分片 FSDP，省状态，通信多；5) 冻结大部分或 LoRA，
        少了梯度和 m/v，效果可能差。混合精度减半的说法不对，因为主权重和优化器状态仍是 float32，
        每参数仍是 16 字节，只有激活减半。

        At fp32 a billion weights are 4 GB, gradients 4, Adam's m and v 8: 16 GB regardless of
        batch. The rest is activations saved for backward, doubling with the batch, and
        workspace. Record peak memory at batch 1 and 2; the difference is one sample's
        activations. Recompute activations (a third slower), accumulate gradients over small
        batches (slower), 8-bit Adam (less state), FSDP (communication), LoRA. The claim on
        mixed precision is wrong: master weights and moments are still fp32, only activations
        get halved.

        Four blocks: parameters, gradients, optimiser state, activations. In float32: 4 bytes
        weights + 4 gradients + 8 for Adam's m and v = 16 bytes per parameter, so 16 GB,
        whatever the batch. The remaining 8 GB is activations, which grow in proportion to the
        batch, plus workspace, CUDA context and fragmentation. First measure: peak memory
        (max_memory_allocated) at batch 1, 2, 4; the intercept is the fixed part and the slope
        is per-sample. Savings: gradient checkpointing saves activations for about a third more
        compute; smaller batch with gradient accumulation saves activations, more steps; 8-bit
        Adam or plain SGD saves optimiser state, may converge worse; sharding (ZeRO, FSDP) saves
        state per GPU, costs communication; offloading to CPU costs transfer time; LoRA or
        freezing saves gradients and states but less capacity. Mixed precision does not halve:
        you keep fp32 master weights and moments, so it's still 16 bytes per parameter; only
        activations are halved.
        """,
        bad="""
        显存主要被模型参数占了，10 亿参数 2GB，其余都是 PyTorch 的内存泄漏和数据加载占的。
        批越小所有部分都按比例减少，批减半显存就减半。改成混合精度所有东西都是 16 位，
        正好省一半。再不行就在每步调用 torch.cuda.empty_cache()，没有代价。

        Memory is mostly the parameters, 2 GB, and the rest is PyTorch leaking memory and the
        data loader. Everything scales with the batch, so halving the batch halves the memory.
        With mixed precision everything is 16-bit, so it saves exactly half. Otherwise call
        torch.cuda.empty_cache() every step, which costs nothing.
        """,
        half="""
        训练时显存有参数、梯度、优化器状态和激活。参数 4GB、梯度 4GB、Adam 的 m 和 v 8GB，
        共 16GB，激活随批大小增长。可以用梯度检查点省激活，代价是重算。

        Training memory holds parameters, gradients, optimiser state and activations. 4 GB + 4
        GB + 8 GB for Adam = 16 GB, and activations grow with the batch. Gradient checkpointing
        saves activations at the cost of recomputation.
        """,
    )


def test_decorator_explained(question: Question) -> None:
    graded(
        question,
        good="""
        就是 train_step = timed(train_step)。timed 里的代码在 import 这个脚本、
        def 语句执行完的那一刻跑一遍；wrapper 里的代码调用一次跑一次。
        wrapper 写成 (*args, **kwargs)，照传，结果 return。它靠闭包拿着原函数。
        不用 wraps 的话 train_step.__name__ 就成了 wrapper。要 unit 参数就再套一层函数，
        timed(unit) 返回装饰器。

        装饰器就是接收一个函数、返回一个函数的函数。@timed 只是语法糖，
        相当于 train_step = timed(train_step)，名字从此指向返回的包装函数。
        timed 的函数体在 def 执行完就马上跑，只跑一次，不是每次调用；
        里面的 wrapper 在每次调用 train_step 的时候才跑。wrapper 收 *args 和 **kwargs，
        原样传给原函数，并把原函数的结果 return 回去。wraps 保留原函数的名字、文档字符串，
        便于调试。加参数时先调用 timed(unit='ms') 得到装饰器，再用它装饰，所以再多包一层：
        外层收 unit，中层收 func，内层收参数。

        Same as train_step = timed(train_step) after the def. The code in timed runs one time,
        when the def is executed at import; the code in wrapper runs on every call. The wrapper
        has (*args, **kwargs), hands them on and returns the result. It still reaches the
        original through the closure. Without wraps, train_step.__name__ would be 'wrapper'. To
        take unit, add a layer: timed(unit) returns the decorator.

        A decorator is a callable that gets a function and gives one back; the name train_step
        is then bound to what it returned: train_step = timed(train_step). Decoration happens at
        definition time, one time only; what is inside the wrapper happens each time you call
        train_step. Accept *args and **kwargs, forward them unchanged, keep the result and
        return it. Without wraps the function's name and docstring would be those of the
        wrapper. For arguments, write a factory: timed(unit) returns the decorator, which
        returns the wrapper, i.e. train_step = timed(unit='ms')(train_step).
        """,
        bad="""
        @timed 是给 train_step 打一个标记，
        Python 解释器会在每次调用 train_step 前自动先调用 timed。装饰器函数体每次调用都会运行。
        参数要和原函数写得完全一样。functools.wraps 是用来加速的缓存。
        带参数时直接给 timed 加一个参数 def timed(func, unit) 就行。

        @timed marks train_step, and Python calls timed automatically before each call of
        train_step. The decorator body runs at every call. The wrapper's parameters have to be
        exactly those of the original. functools.wraps caches results to make it faster. To take
        a parameter just add it: def timed(func, unit).
        """,
        half="""
        @timed 等价于 train_step = timed(train_step)。
        包装函数用 *args 和 **kwargs 接收参数并返回原函数的结果。其他的不太清楚。

        @timed is equivalent to train_step = timed(train_step). The wrapper accepts *args and
        **kwargs and returns the original function's result. I'm not sure about the rest.
        """,
    )
