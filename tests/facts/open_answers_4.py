"""More answers in other words: GANs, depthwise layers, detectors."""

from typing import Any

from tests.facts.open_answers_1 import graded

Question = dict[str, Any]


def test_gan_unstable_training(question: Question) -> None:
    graded(
        question,
        good="""
        下山的人脚下的山不动，走一步低一步。GAN 里 G 走一步，D 的山就变形，两边追来追去，
        像 xy 那样的鞍点附近速度方向是切向的，只会转圈。办法：两边学习率分开、权重滑动平均。
        D 太强，对假图一律打 0，sigmoid 饱和，传回 G 的梯度几乎没有；换成非饱和损失。
        G 只要找到一张能骗过 D 的图就能交差，没人管它单不单调，于是只出几种；可以让 D 看整批。
        损失不能比，用 FID 和肉眼看固定 z 的样本。

        单人下山：目标函数固定。双人博弈：我的最优取决于你，求纳什均衡，向量场有旋转分量，
        同步梯度会绕圈甚至外扩；用梯度惩罚压一压。D 太强时，D 在假样本处输出接近 0 且平坦，
        minimax 损失梯度≈0，改非饱和损失。模式崩溃：G 只需产出当前 D 最认可的样本，
        没人要求覆盖；用 minibatch discrimination。看 FID 和样本，别看 loss。

        分类有固定的损失面；GAN 是零和博弈，两个损失互相依赖，梯度下降会在均衡点周围振荡，
        可用 TTUR。判别器过强→生成器梯度消失，可用 WGAN-GP。
        生成器找到几个能骗过判别器的样本就反复生成，缺乏多样性激励，可用小批量判别。评估：FID、
        人工看样本，loss 没有参考意义。

        A walker's hill stands still; in a GAN the hill moves whenever the other one steps.
        Around the balance point the joint gradient is tangential, so they chase each other in
        circles. Averaging the weights or two learning rates calm it. If D tells fakes with
        certainty, its output is flat there and G receives next to no gradient; use -log D
        instead. G is paid per image, so one image that fools D is enough and there's no reason
        for variety; show D whole batches. Loss curves tell nothing on quality; compute FID and
        look at samples.

        Alone, you minimise one function. In a game I seek a Nash equilibrium, the vector field
        has a rotating part, simultaneous steps go around or outward; gradient penalties damp
        it. A near perfect D is flat around fakes so G's gradient vanishes; take the
        non-saturating loss. Mode collapse: G piles up on whatever D currently accepts, coverage
        isn't asked for; minibatch discrimination helps. Judge by FID and by eye, not by loss.

        Classification has a fixed loss surface; a GAN is a zero-sum game whose losses depend on
        one another, so gradient descent oscillates around the equilibrium; use TTUR.
        Discriminator too strong: vanishing gradient for the generator; use WGAN-GP. The
        generator finds a few samples that fool the discriminator and repeats them because
        nothing rewards diversity; use minibatch discrimination. Evaluate with FID and by
        looking at samples; losses are not informative.

        Classification is descent on one fixed loss: walking downhill alone. In a GAN each
        player has its own objective and each move changes the other's landscape; the solution
        is an equilibrium, a saddle, not a minimum. With f = xy, one minimising x and the other
        maximising y, the simultaneous step is always at right angles to the radius so it
        circles, and with finite steps spirals outwards. Remedies: different learning rates,
        lower momentum, averaging weights, gradient penalty. If the discriminator is too strong
        it separates real from fake perfectly; log(1-D(G)) is saturated, so the generator gets
        almost no gradient. Use the non-saturating loss, or WGAN-GP, or fewer discriminator
        steps. Mode collapse: the generator only needs to fool the current discriminator sample
        by sample, so it puts everything on a few outputs; nothing rewards diversity. Remedy:
        let the discriminator see a whole batch (minibatch discrimination / std), unrolled.
        Losses say little since they are relative to the opponent; watch samples from fixed
        noise, FID, coverage.

        One person going downhill has a fixed landscape and every small step lowers the loss.
        Two players: my best move depends on yours; the vector field rotates about the
        equilibrium, so plain gradient steps orbit instead of converging. Weight EMA or two
        time-scale update damp it. A discriminator that is right with certainty is flat at the
        fakes: the supports don't overlap, JS divergence is constant, the generator has nothing
        to follow. So use a Wasserstein loss with Lipschitz constraint (spectral norm), or label
        smoothing, or add noise. Collapse happens since each fake is judged on its own: a single
        very convincing picture for all z is a good reply to the current D; then D learns to
        reject it and G hops to the next mode. Show D several samples at once. Don't judge by
        the loss: it's measured against a moving opponent, a falling G loss may just mean a weak
        D. Use FID on held-out reals and look at variety.
        """,
        bad="""
        GAN 难训练主要是因为网络太深、学习率太大。判别器越强越好，这样给生成器的反馈最准确，
        应该先把判别器训练到收敛再训练生成器。只生成几种图是因为生成器过拟合了训练集，
        加 dropout 就行。训练好坏看生成器的损失，降得越低图越好。

        GAN 训练不稳定是因为生成器参数比判别器多，梯度爆炸。
        只要用更小的学习率和更大的批就能收敛到最小值。
        生成器只生成几种图说明训练集里只有这几种图。判别器的准确率越高说明训练得越好。

        GANs are hard to train mostly because the networks are deep and the learning rate is too
        high. The stronger the discriminator the better, because it gives the most accurate
        feedback, so train it to convergence first. Producing only a few images is the generator
        overfitting the training set; add dropout. Watch the generator's loss: the lower it is,
        the better the images.

        GANs are unstable because the generator has more parameters and gradients explode. With
        a small learning rate it converges to the minimum. Only few kinds of image come out
        because the training set has few kinds. The higher the discriminator's accuracy, the
        better training goes.
        """,
        half="""
        GAN 是两个网络对抗，各自优化自己的目标，一方变化另一方的损失面就变，所以会振荡绕圈，
        不像分类那样只有一个固定的损失。判别器太强时生成器的梯度会消失，
        可以用非饱和损失或 WGAN。

        A GAN is a game: each network optimises its own objective and changes the other's
        landscape, so it can circle the equilibrium instead of descending. When the
        discriminator is too strong the generator's gradient vanishes; use the non-saturating
        loss or WGAN.
        """,
    )


def test_depthwise_not_faster(question: Question) -> None:
    graded(
        question,
        good="""
        第一步每个通道自己卷自己的 3×3，第二步 1×1 把 256 个通道线性组合。
        每个位置 9·256+256² 对 9·256²。GPU 上 depthwise 的瓶颈不在算而在搬数据，
        读一个数只做 9 次乘法；又拼不成大矩阵，张量核用不上；还多一次 kernel launch，
        中间特征写出再读。参数少，表达能力弱，掉点。手机上值得。要在目标机器上测延迟再定。

        先逐通道 3×3（groups=256），再 1×1 混合。计算量比 = 1/256+1/9。时间不止看算力：
        逐通道那步每个元素只算 9 次就得读写一遍，属于访存瓶颈；1×1 之外还多写一次中间图、
        多启动一个 kernel；矩阵太瘦，tensor core 喂不饱。掉点因为参数少、自由度低。
        ARM CPU 上合算；我会在目标芯片上跑 latency，拿同延迟的窄 ResNet 比。

        depthwise 逐通道空间卷积，pointwise 1×1 跨通道。FLOPs 9C²→9C+C²。速度受内存访问限制，
        depthwise 计算密度低，GPU 跑不满；多了 kernel 启动和中间张量。准确率降是因为表达能力弱。
        移动端合适，要以目标设备的实测延迟为准。

        先做深度卷积：每个通道单独用一个 3×3 的核，不跨通道；
        再做 1×1 逐点卷积把 256 个通道混合成 256 个。普通卷积每个位置 9×256×256 次乘加，
        分开后是 9×256+256×256，比例 1/256+1/9，约 1/8.7，因为空间和通道两件事由相乘变成相加。
        没变成速度：深度卷积每个数据只算 9 次乘加，搬的数据却和普通层一样多，算术强度低，
        瓶颈是显存带宽不是算力；普通卷积能变成大矩阵乘跑满 tensor core，深度卷积不能；
        两个 kernel 还要多读写一遍中间结果，多一次启动开销。准确率会降，因为参数少了容量小，
        空间滤波不能跨通道，相当于把核限制成低秩/可分解的形式。什么时候用：手机 CPU 等算力受限、
        功耗、模型大小受限；通道大。决定办法：在目标设备上按真实批大小测延迟和准确率，
        和同样延迟下缩窄的普通网络比。

        Depthwise: every channel is convolved with its own 3x3; pointwise: a 1x1 combines the
        channels. 9*256 + 256^2 against 9*256^2. On a GPU the depthwise half spends its time
        moving data, not computing: nine multiplications for every value loaded. It doesn't map
        to a big GEMM. Plus one more launch, and the tensor in between has to be written and
        read. Fewer parameters, weaker model. Good for phones. I'd time both on the target
        device and compare accuracy at the same latency.

        groups=256 3x3, then 1x1. Ratio 1/256 + 1/9. Runtime isn't arithmetic only: the grouped
        step has nine MACs per element it loads and stores, so memory traffic is the limit; an
        extra kernel must be launched and the intermediate written out; matrices are too thin
        for tensor cores. Less accurate since fewer weights and less freedom. Pays on ARM CPUs.
        Decide by latency measured on the target chip at equal accuracy.

        Depthwise filters each channel spatially, pointwise 1x1 mixes across channels; 9C^2
        becomes 9C + C^2. Speed is limited by memory access, as depthwise has a low compute
        density and cannot fill a GPU; there are more kernel launches and intermediate tensors.
        Accuracy falls from weaker expressiveness. It suits mobile; go by measured latency on
        the target.

        Step one, depthwise: one 3x3 filter per channel, no mixing between channels. Step two,
        pointwise: a 1x1 convolution that mixes the 256 channels into 256. MACs per position go
        from 9*256*256 to 9*256 + 256*256, a ratio of 1/256 + 1/9, about 1/8.7; the product
        turned into a sum. The saving doesn't become speed because the depthwise part does only
        nine multiplications per value it reads, so it is limited by memory bandwidth, not
        arithmetic; ordinary convs turn into large matrix products that fill the tensor cores;
        and two kernels means an extra launch and the intermediate map is written and read back.
        Accuracy drops as there are fewer parameters and every output channel has to share the
        same spatial filters: less expressive. Worth it on phones and CPUs, when energy or model
        size is limited. Decide by measuring latency on the target device at the real batch size
        and comparing accuracy at equal latency, e.g. against a narrower normal conv.
        """,
        bad="""
        深度可分离卷积就是把 3×3 拆成 3×1 和 1×3 两步。没快那么多是因为 PyTorch 的实现有 bug，
        换成 TensorFlow 就能快 8.7 倍。乘加少了时间就应该按比例减少。
        准确率下降是因为训练轮数不够，多训练就和原来完全一样。任何情况下都应该用它，
        因为 FLOPs 越少越好。

        分成两步后参数变多，所以慢。第一步 1×1 把通道混合，第二步 3×3 再混合。GPU 不支持 3×3，
        只有 CPU 慢。用更大的学习率可以补回准确率。

        A depthwise separable convolution splits the 3x3 into a 3x1 and a 1x3. It's not faster
        because of a bug in PyTorch; time is proportional to FLOPs so it should be 8.7 times
        faster. Accuracy drops only because it wasn't trained for enough epochs. You should
        always use it, because fewer FLOPs is always better.

        Splitting adds parameters, so it's slow. First a 1x1 convolution, then a 3x3 over
        everything. GPUs are optimised for depthwise convolutions, so probably the driver is
        old. Accuracy comes back with a larger learning rate.
        """,
        half="""
        深度可分离卷积先用 3×3 对每个通道单独卷积，再用 1×1 卷积混合通道，
        乘加变成原来的 1/9+1/256。没有快那么多是因为深度卷积受显存带宽限制，GPU 算力用不满。

        A depthwise separable conv first applies a 3x3 filter to each channel alone and then a
        1x1 conv mixes the channels; the cost falls to 1/9+1/256. It's not that much faster
        because the depthwise part is memory-bandwidth bound and can't use the GPU's compute.
        """,
    )


def test_dense_detector_loss(question: Question) -> None:
    graded(
        question,
        good="""
        99980 个背景里多数一眼就知道不是目标，但一个 0.01 加十万次就是 1000，
        把 20 个正样本的损失盖住了。用 focal：(1-pt)^2 乘在交叉熵上。单加权重 α 只能调正负比例，
        难的负样本和容易的负样本待遇一样。最后一层 bias 取 -4.6，让起步概率 0.01。
        损失按正样本数归一，框的回归只在正样本上。也可用 OHEM 或 Faster R-CNN 那样先提候选框。

        易分背景海量，单个损失小但总量大，梯度几乎全来自它们，模型把所有分数压低。
        分类用 focal loss（γ=2，α=0.25）。只加权重不行：它分不出难易，难负例也跟着变。
        bias 初始化 -log((1-0.01)/0.01)。loss 除以正 anchor 数。回归只对正 anchor 算。其他：
        OHEM、1:3 采样、RPN。

        正负 1:5000，负样本主导梯度，而且大都是简单样本。focal loss 用 (1-p_t)^γ 抑制简单样本。
        固定 α 平衡类别但不区分难易样本。最后一层偏置设为 -log(99)，初始预测 0.01。
        除以正样本数；回归只在正样本上。也可 OHEM、负样本采样、两阶段。

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

        A flood of easy background: tiny individually, huge in sum, so nearly all gradient comes
        from it and all scores are pushed down. Use focal loss with gamma 2 and alpha 0.25.
        Weighting alone can't tell hard from easy. Initialise the bias with -log((1-0.01)/0.01).
        Divide by the number of positive anchors; regress on positive anchors only. Otherwise
        OHEM, 1:3 sampling, RPN.

        1:5000, negatives dominate the gradient, and they're mostly easy. Focal loss suppresses
        easy ones by (1-p_t)^gamma. A fixed alpha balances classes but doesn't distinguish easy
        and hard. Final bias -log(99), so initial predictions are 0.01. Divide by positives;
        regress on positives only. Alternatives: OHEM, sampling of negatives, two stages.

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

        因为 sigmoid 饱和，换成 softmax 就行。正样本权重设成 5000，负样本权重 1，就完全解决了。
        偏置初始化成正数让它多报目标。每张图损失除以图片数。

        The network is too small to learn objects; take a bigger backbone. Giving positives a
        fixed weight of 5000 is entirely sufficient, since that balances the classes. Initialise
        the last bias to 0 so that everything starts at a fair 0.5. Divide the loss by all
        100000 anchors. Compute box regression on all anchors so there is more data.

        It's because the sigmoid saturates; use softmax. Set the weight of positives to 5000 and
        it's solved. Initialise the bias positive so it reports more objects. Divide by the
        number of images. Regress every box.
        """,
        half="""
        因为正负样本极不均衡，背景太多，容易的背景损失加起来淹没了正样本的梯度。用 focal loss，
        乘 (1-p)^γ 降低易分样本的权重，让网络关注难样本。回归只算正样本。

        Positives and negatives are extremely imbalanced; the many easy backgrounds add up and
        swamp the positives. Use focal loss, with a factor (1-p)^gamma that lowers the weight of
        easy examples. The regression loss is computed for positives only.
        """,
    )
