using ConsultCluster.Media;

namespace ConsultCluster.Testing.Network;

/// <summary>
/// A seeded network in virtual time: delay, jitter, loss, duplication, reordering and rate on the way of each datagram. The same
/// seed gives the same run.
/// </summary>
public sealed class FakeNetwork(int seed)
{
    private readonly Random _random = new(seed);
    private readonly List<(TransportAddress Address, INetworkNode Node)> _nodes = [];
    private readonly Dictionary<(TransportAddress From, TransportAddress To), FakePath> _paths = [];
    private readonly PriorityQueue<(TransportAddress From, TransportAddress To, byte[] Datagram), (long At, long Order)> _underWay = new();
    private long _order;

    /// <summary>Virtual time; starts at one second, since 0 looks like "unset".</summary>
    public MonoTime Now { get; private set; } = MonoTime.FromMilliseconds(1000);

    /// <summary>What paths do that have no impairment of their own.</summary>
    public Impairment Default { get; set; } = Impairment.None;

    /// <summary>Sees every datagram before it is sent; false drops it.</summary>
    public Func<TransportAddress, TransportAddress, byte[], bool>? Filter { get; set; }

    public long Delivered { get; private set; }

    public long Lost { get; private set; }

    public void Attach(in TransportAddress address, INetworkNode node) => _nodes.Add((address, node));

    public void Detach(INetworkNode node) => _nodes.RemoveAll(entry => ReferenceEquals(entry.Node, node));

    /// <summary>The node has another address; what is under way to the old one is lost.</summary>
    public void Move(INetworkNode node, in TransportAddress address)
    {
        Detach(node);
        Attach(address, node);
    }

    public void Impair(in TransportAddress from, in TransportAddress to, Impairment impairment) => Path(from, to).Impairment = impairment;

    /// <summary>Where a node's output goes; also for what a test sends in its name.</summary>
    public IDatagramSink SinkOf(INetworkNode node) => new NetworkSink(this, AddressOf(node));

    /// <summary>Puts a datagram on its way, as <paramref name="from"/> or whoever claims to be it.</summary>
    public void Send(in TransportAddress from, in TransportAddress to, byte[] datagram)
    {
        if (Filter?.Invoke(from, to, datagram) == false)
        {
            Lost++;
            return;
        }

        var copies = 0;
        foreach (var at in Path(from, to).Schedule(datagram.Length, Now, _random))
        {
            copies++;
            _underWay.Enqueue((from, to, datagram.ToArray()), (at.Ticks, _order++));
        }

        Lost += copies == 0 ? 1 : 0;
    }

    public void RunFor(TimeSpan span) => RunUntil(Now + span);

    /// <summary>Runs until the condition holds; false when it does not within that time.</summary>
    public bool RunUntil(Func<bool> condition, TimeSpan atMost)
    {
        var end = Now + atMost;
        while (!condition())
        {
            if (Next() is not { } next || next > end)
            {
                Now = end;
                return condition();
            }

            Step(next);
        }

        return true;
    }

    private void RunUntil(MonoTime end)
    {
        while (Next() is { } next && next <= end)
        {
            Step(next);
        }

        Now = end;
    }

    private MonoTime? Next()
    {
        MonoTime? next = _underWay.TryPeek(out _, out var first) ? new MonoTime(first.At) : null;
        foreach (var (_, node) in _nodes)
        {
            if (node.NextTimeout is { } at && (next is null || at < next))
            {
                next = at;
            }
        }

        return next < Now ? Now : next;
    }

    private void Step(MonoTime at)
    {
        Now = at;
        var touched = new HashSet<INetworkNode>();
        while (_underWay.TryPeek(out _, out var first) && first.At <= at.Ticks)
        {
            var (from, to, datagram) = _underWay.Dequeue();
            foreach (var (address, node) in _nodes.ToArray())
            {
                if (address == to)
                {
                    Delivered++;
                    node.HandleDatagram(datagram, from, at, SinkOf(node));
                    touched.Add(node);
                }
            }
        }

        foreach (var node in touched)
        {
            node.Flush(at, SinkOf(node));
        }

        foreach (var (_, node) in _nodes.ToArray())
        {
            if (node.NextTimeout is { } due && due <= at)
            {
                node.HandleTimeout(at, SinkOf(node));
            }
        }
    }

    private TransportAddress AddressOf(INetworkNode node) => _nodes.Find(entry => ReferenceEquals(entry.Node, node)).Address;

    private FakePath Path(in TransportAddress from, in TransportAddress to)
    {
        if (!_paths.TryGetValue((from, to), out var path))
        {
            path = new() { Impairment = Default };
            _paths[(from, to)] = path;
        }

        return path;
    }

    private sealed class NetworkSink(FakeNetwork network, TransportAddress from) : IDatagramSink
    {
        private readonly byte[] _buffer = new byte[2048];
        private TransportAddress _to;

        public Span<byte> Reserve(scoped in TransportAddress to, int maxLength)
        {
            _to = to;
            return _buffer.AsSpan(0, maxLength);
        }

        public void Commit(int length)
        {
            if (length > 0)
            {
                network.Send(from, _to, _buffer[..length]);
            }
        }
    }
}
