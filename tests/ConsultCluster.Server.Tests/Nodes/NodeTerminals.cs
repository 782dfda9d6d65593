using System.Collections.Immutable;
using ConsultCluster.Domain;
using ConsultCluster.Domain.Groups;
using ConsultCluster.Media;
using ConsultCluster.Ports.Relays;
using ConsultCluster.Relay.Tests.Udp;
using ConsultCluster.Testing.Media;
using ConsultCluster.Testing.Time;

namespace ConsultCluster.Server.Tests.Nodes;

/// <summary>Real terminals of one group, whose sessions are ordered through whatever stands for the relay.</summary>
internal sealed class NodeTerminals(IRelay relay) : IDisposable
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(120);
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(2);

    private readonly long _start = TimeProvider.System.GetTimestamp();
    private readonly List<UdpTerminal> _terminals = [];

    public static GroupId Group { get; } = new("g-1");

    private MonoTime Now => new(TimeProvider.System.GetElapsedTime(_start).Ticks);

    public static SessionOrder Order(string terminal, string sdp, IEnumerable<KeyValuePair<string, MediaSource>> sources, long epoch = 1) => new(
        Group,
        epoch,
        new TerminalId(terminal),
        Permissions.Publish | Permissions.Subscribe | Permissions.ShareScreen,
        [],
        new MediaOffer(sdp, sources.ToImmutableDictionary(StringComparer.Ordinal)));

    /// <summary>Offers, takes the answer and publishes sound and pictures.</summary>
    public async Task<UdpTerminal> JoinAsync(string id, MediaPeerOptions? options = null)
    {
        var terminal = new UdpTerminal(options: options);
        _terminals.Add(terminal);
        var offer = terminal.Peer.CreateOffer();
        var sources = terminal.Peer.Sources.Select(s => KeyValuePair.Create(s.Key, (MediaSource)(int)s.Value));
        var answer = await MeanwhileAsync(relay.OpenSessionAsync(Order(id, offer, sources)));
        Assert.True(answer.Succeeded, answer.Refusal?.Reason);
        Assert.Equal(relay.Id, answer.Value.Relay);
        terminal.Peer.SetAnswer(answer.Value.Sdp, TransportAddress.From(relay.Addresses[0]), Now);
        terminal.Peer.Pace(terminal.Peer.Microphone!, TimeSpan.FromMilliseconds(20), 1, 80, Now);
        terminal.Peer.Pace(terminal.Peer.Camera!, TimeSpan.FromMilliseconds(40), 3, 900, Now);
        return terminal;
    }

    /// <summary>Steps every terminal until the condition holds.</summary>
    public void Until(Func<bool> condition, string what)
    {
        var start = TimeProvider.System.GetTimestamp();
        while (!condition())
        {
            Assert.True(TimeProvider.System.GetElapsedTime(start) < Deadline, $"Not in time: {what}.");
            Step();
            _terminals[^1].WaitForDatagram(Look);
        }
    }

    /// <summary>Steps every terminal until the order is done: without media for 15 s a relay would end their sessions.</summary>
    public async Task<T> MeanwhileAsync<T>(Task<T> order)
    {
        await Eventually.HoldsAsync(
            () =>
            {
                Step();
                return order.IsCompleted;
            },
            "an order done");
        return await order;
    }

    public void Dispose() => _terminals.ForEach(terminal => terminal.Dispose());

    private void Step() => _terminals.ForEach(terminal => terminal.Step(Now));
}
