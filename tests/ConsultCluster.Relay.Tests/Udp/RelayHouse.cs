using System.Collections.Immutable;
using System.Net;
using ConsultCluster.Domain;
using ConsultCluster.Domain.Groups;
using ConsultCluster.Media;
using ConsultCluster.Media.Forwarding;
using ConsultCluster.Ports.Relays;
using Microsoft.Extensions.Logging.Abstractions;

namespace ConsultCluster.Relay.Tests.Udp;

/// <summary>A real relay on loopback, one group, and the terminals in it.</summary>
internal sealed class RelayHouse : IDisposable
{
    /// <summary>Never set: there is no terminal to wait for.</summary>
    private readonly ManualResetEventSlim _nobody = new();
    private const Permissions Everything = Permissions.Publish | Permissions.Subscribe | Permissions.ShareScreen;
    private static readonly TimeSpan _deadline = TimeSpan.FromSeconds(30);

    private static readonly TimeSpan _pollInterval = TimeSpan.FromMilliseconds(1);

    private readonly long _start = TimeProvider.System.GetTimestamp();
    private readonly List<UdpTerminal> _terminals = [];
    private readonly bool _isIPv6;

    public RelayHouse(bool isIPv6 = false, Action<RelayOptions>? configure = null, TimeProvider? time = null)
    {
        _isIPv6 = isIPv6;
        var options = new RelayOptions { Port = 0 };
        configure?.Invoke(options);
        Relay = UdpRelay.Start(options, NullLoggerFactory.Instance, time);
        Relay.Observe(Group, Observer);
    }

    public static GroupId Group { get; } = new("g-1");

    public UdpRelay Relay { get; }

    public RecordingObserver Observer { get; } = new();

    public MonoTime Now => new(TimeProvider.System.GetElapsedTime(_start).Ticks);

    /// <summary>Address that terminals send to.</summary>
    public TransportAddress Address => TransportAddress.From(
        new IPEndPoint(_isIPv6 ? IPAddress.IPv6Loopback : IPAddress.Loopback, Relay.LocalEndPoint.Port));

    public static TerminalId Id(int number) => new($"t-{number}");

    public static SessionOrder Order(TerminalId terminal, string sdp, IReadOnlyDictionary<string, TrackSource> sources, long epoch = 1) => new(
        Group,
        epoch,
        terminal,
        Everything,
        [],
        new MediaOffer(sdp, sources.ToImmutableDictionary(pair => pair.Key, pair => (MediaSource)(int)pair.Value, StringComparer.Ordinal)));

    /// <summary>Offers and applies the answer; the terminal takes part in <see cref="Until"/> from now on.</summary>
    /// <param name="at">Where the terminal sends to; null for <see cref="Address"/>.</param>
    public async Task<UdpTerminal> JoinAsync(
        TerminalId id, UdpTerminal terminal, Func<string, string>? tamper = null, bool isStandby = false, TransportAddress? at = null)
    {
        _terminals.Add(terminal);
        var offer = terminal.Peer.CreateOffer();
        var answer = await Relay.OpenSessionAsync(Order(id, tamper?.Invoke(offer) ?? offer, terminal.Peer.Sources) with { IsStandby = isStandby });
        Assert.True(answer.Succeeded, answer.Refusal?.Reason);
        terminal.Peer.SetAnswer(answer.Value.Sdp, at ?? Address, Now);
        return terminal;
    }

    /// <summary>Publishes audio (50 packets/s) and video (25 frames/s of 3 packets).</summary>
    public void Publish(UdpTerminal terminal)
    {
        terminal.Peer.Pace(terminal.Peer.Microphone!, TimeSpan.FromMilliseconds(20), 1, 80, Now);
        terminal.Peer.Pace(terminal.Peer.Camera!, TimeSpan.FromMilliseconds(40), 3, 900, Now);
    }

    /// <summary>Steps every terminal until the condition holds.</summary>
    public void Until(Func<bool> condition, string what)
    {
        var start = TimeProvider.System.GetTimestamp();
        while (!condition())
        {
            Assert.True(TimeProvider.System.GetElapsedTime(start) < _deadline, $"Not in time: {what}.");
            Step();
        }
    }

    /// <summary>Steps every terminal once, or waits for one.</summary>
    public void Step()
    {
        foreach (var terminal in _terminals)
        {
            terminal.Step(Now);
        }

        if (_terminals is [.., var last])
        {
            last.WaitForDatagram(_pollInterval);
        }
        else
        {
            _nobody.Wait(_pollInterval);
        }
    }

    public void Dispose()
    {
        _nobody.Dispose();
        Relay.Dispose();
        foreach (var terminal in _terminals)
        {
            terminal.Dispose();
        }
    }
}
