using ConsultCluster.Benchmarks.Load;
using ConsultCluster.Relay.Loop;

namespace ConsultCluster.Benchmarks.RelayHosting;

/// <summary>One relay in its process, and groups of terminals on it.</summary>
internal sealed class RelayStage : IDisposable
{
    private static readonly TimeSpan _connectTimeout = TimeSpan.FromSeconds(120);

    /// <summary>The just-in-time compiler is done by then, also with what runs once a second; at low rates it would be a good part of the sum.</summary>
    private static readonly TimeSpan _warmUp = TimeSpan.FromSeconds(20);

    private readonly StageOptions _options;
    private readonly RelayHostProcess _relay;
    private readonly MediaLoad _load = new();
    private int _terminals;
    private int _publishers;
    private int _receivedStreams;

    public RelayStage(StageOptions options)
    {
        _options = options;
        _relay = new RelayHostProcess(options);
    }

    /// <summary>Adds a group.</summary>
    /// <param name="publishers">They receive one another as well.</param>
    /// <param name="receivers">Terminals that only receive.</param>
    public void AddGroup(string name, int publishers, int receivers)
    {
        for (var i = 0; i < publishers; i++)
        {
            AddTerminal(name, publishes: true, publishers - 1);
        }

        for (var i = 0; i < receivers; i++)
        {
            AddTerminal(name, publishes: false, publishers);
        }

        _receivedStreams += publishers * (publishers - 1 + receivers);
    }

    /// <summary>Adds groups in which everybody publishes.</summary>
    public void AddGroups(int groups, int people)
    {
        for (var i = 0; i < groups; i++)
        {
            AddGroup($"group-{i}", people, receivers: 0);
        }
    }

    /// <summary>Publishes at a steady rate, and measures relay and load.</summary>
    /// <param name="rate">Packets per second of each publisher.</param>
    public StageResult Measure(double rate, TimeSpan duration)
    {
        if (!_load.TryConnect(_connectTimeout))
        {
            throw new InvalidOperationException("The terminals did not connect.");
        }

        Cores.PinServer(_relay.ProcessId);
        (RelayUsage Usage, int Gen2, TimeSpan Cpu) before = default, after = default;
        var load = Cores.RunOnLoadCore(() => _load.Run(rate, _warmUp, duration, () => before = Read(), () => after = Read()));
        return new StageResult(
            load,
            (double)load.Received / (load.Sent * _receivedStreams / _publishers),
            after.Usage.Minus(before.Usage),
            after.Cpu - before.Cpu,
            after.Gen2 - before.Gen2);
    }

    public void Dispose()
    {
        _load.Dispose();
        _relay.Dispose();
    }

    private (RelayUsage Usage, int Gen2, TimeSpan Cpu) Read()
    {
        var (usage, gen2) = _relay.ReadUsage();
        return (usage, gen2, ProcessorTime.Of(_relay.ProcessId));
    }

    private void AddTerminal(string group, bool publishes, int videoSlots)
    {
        var socket = _load.AddSocket();
        var terminal = new RelayTerminal(_options, publishes, videoSlots);
        socket.Terminal = terminal;
        var answer = _relay.Answer(group, _terminals++, terminal.Peer);
        terminal.Peer.SetAnswer(answer, relay: null, LoadClock.Now);
        if (publishes)
        {
            _publishers++;
            var ssrc = terminal.Peer.Camera!.Section.Ssrc;
            _load.AddPublisher(new RtpPublisher(ssrc, terminal.PayloadType, _options.Burst, _options.PayloadLength, terminal.Peer.SendRtp), socket);
        }
    }
}
