using ConsultCluster.Benchmarks.Load;

namespace ConsultCluster.Benchmarks.RelayHosting;

/// <summary>One relay in its process, or two that are linked, and groups of terminals on it.</summary>
internal sealed class RelayStage : IDisposable
{
    /// <summary>The just-in-time compiler is done by then, also with what runs once a second; at low rates it would be a good part of the sum.</summary>
    private static readonly TimeSpan _warmUp = TimeSpan.FromSeconds(20);

    private readonly StageOptions _options;
    private readonly bool _isLinked;
    private readonly RelayHostProcess _relay;
    private readonly MediaLoad _load = new(_warmUp);
    private int _groups;
    private int _terminals;
    private int _publishers;
    private int _receivedStreams;

    /// <param name="isLinked">Publishers are on one relay, receivers on another that is linked to it.</param>
    public RelayStage(StageOptions options, bool isLinked = false)
    {
        _options = options;
        _isLinked = isLinked;
        _relay = new RelayHostProcess([.. options.HostArguments, .. isLinked ? ["--linked"] : (string[])[]]);
    }

    /// <summary>Adds groups of equal size.</summary>
    /// <param name="publishers">In each; they receive one another as well.</param>
    /// <param name="receivers">In each: terminals that only receive.</param>
    public void AddGroups(int groups, int publishers, int receivers)
    {
        for (var i = 0; i < groups; i++)
        {
            AddGroup($"group-{_groups++}", publishers, receivers);
        }
    }

    /// <summary>Publishes at a steady rate, and measures relay and load.</summary>
    /// <param name="rate">Packets per second of each publisher.</param>
    public StageResult Measure(double rate, TimeSpan duration)
    {
        HostUsage before = default, after = default;
        var load = _load.Measure(
            _relay.Id, rate, (double)_receivedStreams / _publishers, duration, () => before = _relay.ReadUsage(), () => after = _relay.ReadUsage());
        return new StageResult(load, after.Relay.Minus(before.Relay), after.Gen2Collections - before.Gen2Collections);
    }

    public void Dispose()
    {
        _load.Dispose();
        _relay.Dispose();
    }

    private void AddGroup(string name, int publishers, int receivers)
    {
        for (var i = 0; i < publishers; i++)
        {
            AddTerminal(name, publishes: true, publishers - 1);
        }

        for (var i = 0; i < receivers; i++)
        {
            AddTerminal(name, publishes: false, publishers);
        }

        _publishers += publishers;
        _receivedStreams += publishers * (publishers - 1 + receivers);
    }

    private void AddTerminal(string group, bool publishes, int videoSlots)
    {
        var socket = _load.AddSocket();
        var terminal = new RelayTerminal(_options, publishes, videoSlots);
        socket.Terminal = terminal;
        _relay.Offer(group, _terminals++, terminal.Peer.CreateOffer(), terminal.Peer.Sources, isOnLinked: _isLinked && !publishes);
        terminal.Peer.SetAnswer(_relay.AwaitAnswer(), relay: null, LoadClock.Now);
        if (publishes)
        {
            var ssrc = terminal.Peer.Camera!.Section.Ssrc;
            _load.AddPublisher(new RtpPublisher(ssrc, terminal.PayloadType, _options.Burst, _options.PayloadLength, terminal.Peer.SendRtp), socket);
        }
    }
}
