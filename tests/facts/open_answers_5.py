"""More answers in other words: face search, memory, decorators."""

from typing import Any

from tests.facts.open_answers_1 import graded

Question = dict[str, Any]


def test_face_search_evaluation(question: Question) -> None:
    graded(
        question,
        good="""
        验证两张是不是一个人，跟在千万人里找一个，难度差着数量级：每多一个人就多一次认错的机会。
        测试要灌满 1000 万的底库。查询分两拨：登记过的，看漏了多少；没登记过的，看误报多少，
        阈值调到误报千分之一再报漏报。同一批查询用暴力检索跑一遍，
        暴力能找到而索引没找到的算索引的；都错的算特征的。零误报至少 3000 次，否则更多。
        再按性别年龄肤色拆开看，还有延迟。

        1:1 验证和 1:N 辨识不是一回事，N=1000 万时误识会累积，FPIR≈1-(1-FMR)^N。要满库测，
        分库内、库外两种探针，固定 FPIR=0.1% 报 FNIR，画 DET。ANN 与暴力 kNN 结果对比得 recall，
        暴力也错是特征的锅。rule of three：0 误报要 3000 次，考虑相关性要更多。按性别、年龄、
        肤色、光线分桶；P99 延迟。

        1:1 的准确率不能推到 1:N，N 越大误报越多。用注册用户和非注册用户两类查询，
        报告 TPIR/FNIR 和 FPIR，及不同阈值的曲线。索引召回用暴力检索作基准。3/n 规则：
        至少 3000 次零误报。还看不同人群、图像质量、延迟。

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

        1:1 verification isn't 1:N identification; with N at ten million false matches
        accumulate. Test at full size with mated and non-mated probes, fix FPIR at 0.1 % and
        report FNIR, plot a DET. Compare ANN to brute-force kNN for recall; where brute force
        errs too, blame the features. Rule of three: 3000 probes with zero false alarms, more if
        correlated. Slice by sex, age, skin colour, lighting; p99 latency.

        1:1 accuracy doesn't extrapolate to 1:N; the larger N, the more false matches. Use
        enrolled and non-enrolled probes, report FNIR and FPIR over thresholds. Index recall
        against brute force as the reference. Rule of 3/n: at least 3000 clean queries. Look at
        demographics, image quality and latency too.

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

        99.8% 对应错误率 0.2%，略高于 0.1%，让供应商把阈值调高一点就满足了。
        再从库里抽 100 个人试试能不能找到，能找到 99 个就上线。

        99.8 % is already very high, it means two errors in a thousand queries, so it can go
        live. Query it with people from the gallery and look at top-1 accuracy. The index can be
        ignored because approximate search gives the same results as exact. 1000 queries with
        one false alarm make 0.1 %, which passes. The overall accuracy is enough.

        99.8 % accuracy is an error of 0.2 %, slightly above 0.1 %, so ask for a higher
        threshold and we're done. Then try 100 people from the gallery; if 99 are found, go
        live.
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

        固定的：权重 4、梯度 4、Adam 两份动量 8 字节，共 16 GB；变的：激活，
        随 batch 和序列长线性；另有碎片和缓冲。先用 torch.cuda.memory 看峰值，
        在 batch 1/2/3 上拟合直线。梯度检查点（激活，多一次前向）；累积（激活，慢）；
        ZeRO/FSDP（状态，通信）；8bit 优化器；CPU offload（PCIe）。AMP 不能省一半，
        参数和动量仍是 fp32，激活才减半。

        参数 4GB+梯度 4GB+Adam 8GB=16GB 固定；激活随 batch 增长；还有临时缓冲。先测峰值。省法：
        减 batch+梯度累积（激活，时间）；checkpointing（激活，重算）；
        Adafactor/8bit（优化器状态）；ZeRO（通信）；offload。混合精度：激活减半，但主权重、m、
        v 是 fp32，总体不会减半。

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

        Fixed: 4 bytes weight, 4 gradient, 8 for Adam's two buffers, 16 GB in all. Variable:
        activations, linear in batch and sequence length, plus fragmentation. First look at peak
        memory and fit a line over batch 1, 2, 3. Checkpointing (activations; one more forward),
        accumulation (activations; slower), ZeRO or FSDP (states; communication), 8-bit
        optimiser, CPU offload. AMP doesn't halve it, since weights and moments stay fp32 and
        only activations shrink.

        Weights 4 GB + gradients 4 GB + Adam 8 GB = 16 GB fixed; activations grow with the
        batch; temporary buffers. Measure the peak first. Smaller batch with gradient
        accumulation (activations; time), checkpointing (activations; recompute), Adafactor or
        8-bit (optimiser state), ZeRO (communication), offload. Mixed precision halves
        activations, but master weights, m and v are fp32, so overall not half.

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

        训练和推理的显存一样，多出来的是数据集缓存。
        把 DataLoader 的 num_workers 减小就能省显存。Adam 不占显存，只占 CPU 内存。
        换成 float16 后正好省一半。

        Memory is mostly the parameters, 2 GB, and the rest is PyTorch leaking memory and the
        data loader. Everything scales with the batch, so halving the batch halves the memory.
        With mixed precision everything is 16-bit, so it saves exactly half. Otherwise call
        torch.cuda.empty_cache() every step, which costs nothing.

        Training needs the same memory as inference; the rest is the dataset being cached. Fewer
        data loader workers save GPU memory. Adam keeps nothing on the GPU. Switching to float16
        saves exactly half.
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

        语法糖：先 def，再 train_step = timed(train_step)。timed 本体只在 def 时执行一回，
        wrapper 每调用一回执行一回。wrapper(*a, **k) 原封不动传下去，把结果传回来。
        原函数留在闭包里。wraps 把 __name__、__doc__ 拷过来。带参就再嵌一层：
        timed(unit) 是个返回装饰器的函数。

        train_step = timed(train_step)。装饰器在函数定义时执行一次，返回 wrapper；
        以后调用 train_step 实际调用 wrapper。wrapper 用 *args、**kwargs 透传并返回结果；
        通过闭包引用原函数。functools.wraps 复制元信息。带参数需要三层函数。

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

        Sugar for train_step = timed(train_step) following the def. timed itself is executed a
        single time, as the def is processed; wrapper is executed per call. wrapper(*a, **k)
        hands everything down and gives the result back; the original lives on in the closure.
        wraps brings over __name__ and __doc__. With a parameter nest once more: timed(unit) is
        a function giving back a decorator.

        train_step = timed(train_step). The decorator executes once when the function is defined
        and returns the wrapper; calling train_step later really calls wrapper. The wrapper
        passes *args and **kwargs through and returns the result; it refers to the original via
        a closure. functools.wraps copies metadata. With arguments three nested functions are
        needed.

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

        @timed 相当于 timed(train_step())，先运行 train_step 再计时。装饰器每次调用都运行。
        wraps 是为了让函数可以被继承。带参数时写 @timed, unit='ms'。

        @timed marks train_step, and Python calls timed automatically before each call of
        train_step. The decorator body runs at every call. The wrapper's parameters have to be
        exactly those of the original. functools.wraps caches results to make it faster. To take
        a parameter just add it: def timed(func, unit).

        @timed equals timed(train_step()), it runs train_step first and then takes the time. The
        decorator runs on each call. wraps makes it inheritable. For a parameter write @timed,
        unit='ms'.
        """,
        half="""
        @timed 等价于 train_step = timed(train_step)。
        包装函数用 *args 和 **kwargs 接收参数并返回原函数的结果。其他的不太清楚。

        @timed is equivalent to train_step = timed(train_step). The wrapper accepts *args and
        **kwargs and returns the original function's result. I'm not sure about the rest.
        """,
    )
