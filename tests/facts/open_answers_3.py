"""More answers in other words: convolution, gates, stuck losses."""

from typing import Any

from tests.facts.open_answers_1 import graded

Question = dict[str, Any]


def test_conv_backward_explained(question: Question) -> None:
    graded(
        question,
        good="""
        每个输出通道的 b 在那张图的每个点上都加了一次，所以 db 是把 dout 在 N、H、
        W 三个维度上加起来。权重 w 扫过整张图，每一步都出力，链式法则把每一步的 x·dout 累加，
        整体看就是 x 与 dout 的互相关。一个 x 落在好几个窗口里，对应好几个 y，
        把每个 y 传回的梯度乘以对应权重后相加，等价于 dout 补零之后用上下左右翻转的 w 卷积。
        stride=2 时 dout 先隔一个位置补一个 0。需要缓存 x。反向两次卷积，约为前向两倍的量。

        b 的梯度：该通道所有输出位置、所有图片的梯度加总。w 的梯度：它在每一处都乘了不同的输入，
        乘积求和，所以拿误差图去卷输入。x 的梯度：看它进了哪些输出，按权重把误差分回来再加起来，
        相当于核转 180 度的全卷积。步长 2 相当于误差图中间有洞，补零。存 x。约 2 倍。

        偏置：输出梯度全图求和再对样本求和。卷积核：参数共享，
        梯度等于在所有窗口上输入块乘输出梯度的和，因此仍是一次卷积。输入：一个点被多个窗口看到，
        梯度从这些窗口流回来，用旋转后的核做卷积，即转置卷积。stride 2：输出梯度稀疏化，
        中间塞零。前向保存输入，反向大约两倍。

        从一次乘加看起：每个输出 = 若干 输入×权重 之和 + b。链式法则下，
        一个量的梯度等于它参与的所有地方的梯度之和。b 参与了这个通道每个样本每个位置，
        因此 db 就是 dY 在 N、H、W 上求和。权重是共享的，在每个位置都用，
        所以 dW 的某一项是各位置的 dY 乘以它当时碰到的输入再求和，
        这正是 x 和 dY 的卷积（互相关）。dX：一个输入点落在好几个窗口里，
        把每个窗口的 dY 乘各自的权重收回来；因为在窗口里位置越靠右，用到的输出越靠左，
        所以方向相反，核要翻转 180°，同时 in/out 通道互换，并做 full padding。
        stride=2 时 dY 要先上采样，在相邻元素之间塞零再做。要缓存输入 x，用来算 dW；
        算 dX 只用 W。计算量：dW 和 dX 各约等于一次前向，反向是前向的 2 倍。

        Bias: just total the incoming gradient over batch, height and width. Kernel: the same
        nine numbers are applied everywhere, so by the chain rule every place contributes x
        times dy and we total them, which amounts to correlating x with dy. Input: each pixel
        was seen by up to nine windows; what comes back is the sum of dy weighted with the entry
        of the kernel that saw it, i.e. convolve the padded dy with the kernel rotated by 180
        degrees, channels swapped. For stride 2 put zeros in between first. Keep x. Two convs of
        the same size, hence 2x forward.

        A weight touches every patch of every image, so you sum over all patches the product of
        the pixel and the error there; viewed at once the error map is slid over the input like
        a filter. A pixel is inside several patches, so it gathers error from all outputs it
        contributed to, weighted by the kernel turned by 180 degrees. The bias collects the sum
        of the error map per channel. With stride two the error map has holes filled with zeros.
        Save the input. Two times the forward flops.

        Bias gradient: output gradient added up over pixels and images. Weight gradient: since
        one weight serves all windows, add up input patch times output gradient over the
        windows, again a correlation. Input gradient: spread each output gradient back over its
        window times the kernel and add the overlaps; that equals a transposed convolution.
        Stride 2: dilate the output gradient. Save x. About double.

        Rule: whatever is used many times gets the sum of gradients from all its uses. b is used
        once per output pixel per sample, so db = dY summed over N, H, W. A weight w is shared
        across all locations, so dW sums dY times the x it met at each location, i.e. slide dY
        over x as if it were the filter. For dX, each x went into up to k*k outputs per output
        channel, so gather dY times the matching weights; the offset runs the other way, hence
        the rotated kernel and full padding, with input and output channels exchanged. For
        stride 2, dY is dilated: insert a zero between neighbours, then the same stride-1
        convolution. Cache x (W is a parameter anyway; y itself is not needed). Flops: dW costs
        as much as the forward and so does dX, backward is roughly twice the forward.
        """,
        bad="""
        卷积的反向就是把输出梯度乘以卷积核，用同一个核再做一次卷积就得到输入的梯度。
        偏置的导数是 1，所以偏置梯度就等于输出梯度的平均值。卷积核的梯度是输入的平均。
        步长 2 没有影响，反向时同样用步长 2 扫一遍。前向要保存输出，反向和前向计算量一样。

        卷积的反向是反卷积，也就是求逆，把输出还原成输入，再和真实输入比较。
        偏置在每个位置相同所以梯度是 1。步长 2 时梯度要做插值放大。反向只算一次，与前向一样。

        Backprop through a conv just convolves the output gradient with the same kernel again,
        with the same stride. The bias has derivative one so its gradient is just the mean of
        the output gradient. The weight gradient is the average input. Stride makes no
        difference. You store the output, and the backward pass costs the same as the forward
        pass.

        The backward pass is a deconvolution that restores the input from the output. The bias
        gradient is one because it is a constant. Kernel gradients are averaged over positions.
        With stride 2 you interpolate bilinearly. It costs as much as the forward pass.
        """,
        half="""
        偏置的梯度就是输出梯度对 batch 和空间求和。卷积核的梯度是输入和输出梯度做互相关，
        因为权重共享，每个位置的贡献要累加。输入的梯度怎么来的记不清了。

        The bias gradient is the upstream gradient summed over batch and positions. The weight
        gradient sums contributions over all positions because the weights are shared; it is a
        correlation of the input and the output gradient. I don't remember the one for the
        input.
        """,
    )


def test_lstm_gates_gradient(question: Question) -> None:
    graded(
        question,
        good="""
        RNN 从第 200 步往回传，每退一步乘一次 W^T 和 tanh 导数，谱半径小于 1 就越乘越小，
        几十步后就没了。LSTM 的 c 用加法累积，退一步只乘 f，不过矩阵。f 是 sigmoid 输出，
        学到接近 1 就等于直通；学到 0 就清空；i 决定要不要写。b_f 设 1 是让刚开始门基本开着，
        默认记住。毛病还在：f 哪怕 0.9，200 步也就剩 1e-9；h 那条路还可能爆掉，训练要 clip；
        只能一步一步算。

        对时间反向传播时，误差每往前一步就左乘一次 diag(tanh')W，200 个这样的矩阵相乘基本为零。
        LSTM 让旧记忆以加法形式进入新记忆，∂c_t/∂c_{t-1}=f_t，中间没有权重矩阵。
        f 由网络按输入自己学，要记就开、要忘就关。b_f>0 使训练之初 f 靠近 1。
        不过 f<1 时依旧指数衰减，h 这条支路依旧会爆，也没法并行。

        vanilla RNN 的梯度是 W 的 200 次幂量级，特征值小于 1 就消失，大于 1 就爆炸。
        LSTM 的细胞状态是加性通路，导数为 f，f≈1 时误差恒定流动（CEC）。门学会何时读写忘。
        偏置给 1，开局 f 就大，不至于一上来就忘光。缺点：慢，不能并行；仍需裁剪；太长还是不行。

        普通 RNN 回传 200 步时，梯度要连乘 200 个雅可比，每个是 W 的转置乘以 tanh 的导数（≤1）。
        最大奇异值小于 1 就指数衰减到 0，大于 1 又可能爆炸，所以远处的输入对损失几乎没有信号，
        学不到长依赖。LSTM 把记忆改成加法更新：c_t 对 c_{t-1} 的直接导数就是 f_t，
        没有矩阵也没有 tanh，逐元素相乘。所以沿 c 走 200 步的梯度是各遗忘门的乘积，
        f 接近 1 就保住了。门由输入和 h 决定，网络自己学什么时候记什么时候忘：f 小就清空，
        i 管写入，o 管读出。遗忘门偏置初始化为 1 或 2，这样一开始 f=sigmoid(1)=0.73 而不是 0.5，
        0.5 的 200 次方是 0，训练初期梯度就传不过去。剩下的问题：f 小于 1 时仍然会消失；
        通过 h 的那条路仍可能爆炸，需要梯度裁剪；必须按时间顺序算，不能并行；记忆大小固定，
        太长的序列还是要注意力。

        Going back one step in an RNN multiplies the error by W transposed and by the slope of
        tanh; after 200 such multiplications it is practically zero. In an LSTM the memory is a
        running sum, and one step back costs only a multiplication by f. When the network learns
        f close to 1 for a unit the signal is carried through untouched, and it can set f to 0
        to reset. Bias +1 makes the gates mostly open when training begins. Not solved: decay
        when f is 0.9, possible explosions through the hidden state, no parallelism over time
        steps.

        Backprop through time chains 200 Jacobians of the form diag(tanh')W; with norms below
        one their product dies out. In the LSTM the old memory enters the new one through an
        addition, so the local derivative is the forget gate. What is kept is decided by gates
        the network learns, unit by unit. A positive forget bias means the gates begin open.
        Weak points: f below one still decays, the other routes through h can blow up, it must
        be run step by step.

        The gradient of a vanilla RNN scales like the 200th power of W, so it vanishes for
        eigenvalues below one. The LSTM has an additive path: the cell's derivative is f, so
        with f at about 1 the error flows constantly. Gates learn when to write, keep and erase.
        With forget bias 1 the gate starts mostly open so it does not forget at once. Left over:
        sequential and slow, gradients still need clipping, very long ranges remain hard.

        In a plain RNN the gradient over 200 steps is a product of 200 Jacobians, each W
        transpose times the tanh derivative, which is at most one. If the largest singular value
        is below one the product shrinks exponentially, so the far-away input gets practically
        no gradient; if above, it may explode. LSTM makes the memory additive: the direct
        derivative of c_t with respect to c_{t-1} is simply f_t, elementwise, with no weight
        matrix and no squashing. So over 200 steps you get the product of forget gates, and with
        f near 1 the gradient survives. Gates are computed from the input and h, so the network
        learns when to keep, when to overwrite and what to write in. Positive forget bias (1,
        say) makes f start near 0.73 or higher rather than 0.5; 0.5^200 is nothing, so the
        memory would be lost before learning. Remaining: gradients can still vanish when f is
        less than one and explode via h, so you clip; it is sequential so no parallelism over
        time; the state has a fixed size.
        """,
        bad="""
        普通 RNN 的参数太少，记忆容量不够，所以记不住 200 步。LSTM 用了 sigmoid 代替 tanh，
        sigmoid 的导数更大所以梯度不会消失。LSTM 彻底解决了梯度消失和爆炸，不再需要梯度裁剪。
        遗忘门偏置初始化为正数是为了让网络多忘掉一些旧信息，避免过拟合。

        RNN 的 tanh 在零附近太线性，所以学不会。LSTM 用三个门把梯度放大，
        输出门把梯度直接送回第一步。遗忘门偏置为正是为了防止过拟合。LSTM 没有什么缺点，
        可以并行训练。

        A plain RNN has too few parameters to remember 200 steps. The LSTM replaces tanh with
        sigmoid, whose derivative is larger, so gradients don't vanish. It completely solves
        both vanishing and exploding gradients, so clipping is no longer needed. The forget bias
        is positive so that the network forgets more old information at the start, which
        regularises it.

        An RNN's hidden state is too small. The LSTM uses gates to amplify the gradient, and the
        output gate sends it straight to the first step. The positive bias keeps units from
        dying like in ReLU. LSTMs have no further problems and run in parallel.
        """,
        half="""
        普通 RNN 反向时要连乘很多次权重矩阵和 tanh 的导数，梯度会指数级消失。
        LSTM 的 c 是加法更新，沿着 c 的梯度每步只乘遗忘门 f，所以好得多。

        A plain RNN multiplies by the same matrix and the tanh derivative at each step back, so
        gradients vanish exponentially. The LSTM has an additive cell state, and the gradient
        along c is only multiplied by the forget gate.
        """,
    )


def test_loss_stuck_from_start(question: Question) -> None:
    graded(
        question,
        good="""
        交叉熵 2.303 就是每类 0.1，相当于抛骰子。先让它死记 8 张图：能把损失压到接近零，
        说明前向反向没断；不能就查梯度。接着肉眼看几张图配的标签，看预处理后是不是全黑。
        再打印每层权重更新前后的差，看优化器有没有拿到参数。
        再看 CrossEntropyLoss 前面是不是多加了一个 softmax。学习率从 1e-4 到 1e-1 试几个。
        前面都没问题才考虑网络太小。

        2.30≈ln10，纯猜。先排除 bug：拿一个 batch 循环喂，正常应该很快到 0；
        到不了就是反传或更新断了，打印 grad 范数、参数变化。到得了就看数据：
        可视化样本和标签是否对齐、归一化对不对。再核对损失：logits 直接进 CE，别先 softmax。
        再试不同学习率。最后才考虑加大模型。

        log(10)=2.30，输出等于均匀分布。1. 过拟合一个小批量：不行→代码错。2. 检查数据管道：
        标签有没有乱、图像有没有归一化错。3. 看梯度是否为 0、优化器是否更新参数。
        4. 学习率扫一遍。5. 损失函数用法（重复 softmax）。全部排除后再改网络。

        2.30 = ln 10，也就是十类均匀猜的交叉熵，说明网络输出和瞎猜一样，什么也没学到，
        而且是训练集上，所以是没学起来，不是过拟合。我先用一个小批量，比如 20 张图，
        看能不能过拟合到损失接近 0；如果连这都不行，就是代码或优化的 bug，和模型容量无关。
        再查数据：把进网络前的图和标签打印出来看，标签是不是和图打乱了、归一化是不是全变成 0。
        再查梯度：每层的梯度范数是不是 0 或 None，优化器是不是拿到了这个模型的参数、
        有没有 step、有没有 zero_grad，训练一步前后参数有没有变。再查 loss：
        有没有先 softmax 再进 CrossEntropyLoss，或者最后加了 ReLU。再扫学习率，
        从 1e-5 到 1 按 10 倍取，太小不动，太大 ReLU 死了也停在 2.30。还有初始化全 0。
        这些都通过，小批能过拟合但全量学不动，才换模型。

        A cross-entropy of 2.303 is what you get from giving each class 0.1, i.e. pure guessing.
        Test one: can it memorise eight pictures? If the loss goes to zero, forward and backward
        are sound. Test two: look at the pictures together with their labels after
        preprocessing. Test three: print the norm of the gradient in every layer, and compare
        weights before and after a step. Test four: is there a softmax before CrossEntropyLoss,
        which applies it again? Test five: learning rates 1e-4, 1e-3, 1e-2. Capacity comes last.

        ln 10 is 2.30, so it guesses uniformly. I feed the same batch in a loop; a healthy setup
        drives the loss to zero. If it doesn't, I print gradient norms and parameter deltas,
        make sure the optimiser got the right parameters. If it does, I plot samples with their
        labels. I also verify the loss gets raw logits, not softmax output, and try several
        learning rates. A larger model only at the very end.

        log(10) = 2.30: uniform output. 1. Overfit one mini-batch; failing means broken code. 2.
        Check the data pipeline: are labels shuffled apart from images, is the scaling sane? 3.
        See whether gradients are zero and whether the optimiser updates the parameters. 4.
        Sweep the learning rate. 5. Loss usage, softmax twice. Only then the network.

        2.30 is ln 10, the cross-entropy of a uniform guess over ten classes: the network
        predicts chance for everything and hasn't learnt a thing. Since it's the training loss
        it isn't overfitting; regularisation or more data won't help. First I try to overfit one
        tiny batch of say 20 images with no augmentation. If loss doesn't go to near zero there
        is a bug or optimisation failure, not a lack of capacity. Then look at data just before
        the network: plot images with labels, check the shuffle didn't separate them, check
        input range. Then check gradients per layer: zero, None? Does the optimiser hold these
        parameters, is step called, do weights change after a step? Then learning rate, sweep by
        factors of ten: too small does nothing, too large kills ReLUs. Also the loss: softmax
        applied twice, argument order, zero init. Only when the tiny batch can be fitted and
        data is OK do I change the architecture.
        """,
        bad="""
        损失停在 2.30 说明模型陷入了局部极小，或者是过拟合了。应该先换更深的网络，
        比如 ResNet101，再加 dropout 和权重衰减，收集更多数据，多训练几十轮一般就会降下来。

        2.30 说明模型已经学到一些东西，再训久一点就行。先把批大小加大，再换 ResNet，
        再加 BN 和 dropout，最后看看数据是不是太难。

        The loss of 2.30 means the model is stuck in a local minimum or is overfitting. I'd
        first switch to a deeper network like ResNet-101, add dropout and weight decay, collect
        more data and train for many more epochs; it'll come down eventually.

        A loss of 2.30 shows the model has converged. I'd increase the batch size, switch to
        ResNet, add batch norm and dropout, and see whether the data are too hard; more epochs
        usually help.
        """,
        half="""
        2.30 就是 ln10，是十类均匀猜的损失，说明网络什么都没学到。先拿一小批数据看能不能过拟合，
        如果不能就说明代码有 bug。然后调学习率试试。

        2.30 is ln 10, i.e. uniform guessing among ten classes, so nothing has been learnt. I
        first try to overfit a small batch; if that fails there's a bug. Then I'd try other
        learning rates.
        """,
    )
