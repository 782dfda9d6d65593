using System.Collections.Immutable;
using ConsultCluster.Media.Cascade;
using ConsultCluster.Media.Forwarding;

namespace ConsultCluster.Testing.Network;

/// <summary>Several relay cores with their terminals on one fake network, and the orders of a control plane to them.</summary>
public sealed class CascadeScene : IDisposable
{
    public const string Group = "g-1";

    private readonly int _seed;
    private readonly RelayCoreOptions _options;

    public CascadeScene(int relays = 2, int seed = 1, RelayCoreOptions? options = null)
    {
        _seed = seed;
        _options = options ?? new();
        Network = new(seed);
        Relays = [.. Enumerable.Range(0, relays).Select(Make)];
    }

    public FakeNetwork Network { get; }

    public RelayScene[] Relays { get; }

    public static RouterKey Router { get; } = new(1);

    /// <summary>The same on every relay.</summary>
    public static LinkKey KeyOf(int relay) => new(relay + 1);

    public static ImmutableArray<byte> Secret(int value) => [.. Enumerable.Range(0, LinkSecret.Length).Select(i => (byte)(i + value))];

    /// <summary>Orders a link at one of its ends.</summary>
    public LinkOrderResult Order(int relay, int peer, long generation = 1, ImmutableArray<byte>? secret = null, bool knowsAddress = true)
    {
        var result = Relays[relay].Core.Cascade.SetLink(
            KeyOf(peer),
            relay < peer ? LinkSide.First : LinkSide.Second,
            new(generation, secret ?? Secret((int)generation + (10 * Math.Min(relay, peer)) + (50 * Math.Max(relay, peer)))),
            knowsAddress ? [Relays[peer].Address] : [],
            Network.Now);
        return result;
    }

    /// <summary>Orders a link at both ends.</summary>
    public void Link(int one, int other, long generation = 1)
    {
        Order(one, other, generation);
        Order(other, one, generation);
    }

    /// <summary>Orders the group's cascade at one relay.</summary>
    public void Share(int relay, int[] peers, params (int From, int To)[] routes) => Relays[relay].Core.Cascade.SetGroup(
        Router, new(Group, [.. peers.Select(KeyOf)], [.. routes.Select(route => (KeyOf(route.From), KeyOf(route.To)))]));

    /// <summary>Every relay is linked to every other, and shares the group with it.</summary>
    public void Mesh()
    {
        for (var i = 0; i < Relays.Length; i++)
        {
            for (var j = 0; j < Relays.Length; j++)
            {
                if (i != j)
                {
                    Order(i, j);
                }
            }

            Share(i, [.. Enumerable.Range(0, Relays.Length).Where(j => j != i)]);
        }
    }

    public LinkMeasure Measure(int relay, int peer) => Relays[relay].Core.Cascade.Measure(KeyOf(peer))!;

    /// <summary>Runs until that link works at both ends.</summary>
    public bool Connect(int one, int other) => Network.RunUntil(
        () => Measure(one, other).Status == LinkStatus.Up && Measure(other, one).Status == LinkStatus.Up, TimeSpan.FromSeconds(10));

    public bool Connect(params PeerSeat[] seats) =>
        Network.RunUntil(() => seats.All(seat => seat.Peer.IsConnected), TimeSpan.FromSeconds(10));

    /// <summary>What both ways between two relays do to datagrams.</summary>
    public void Impair(int one, int other, Impairment impairment)
    {
        Network.Impair(Relays[one].Address, Relays[other].Address, impairment);
        Network.Impair(Relays[other].Address, Relays[one].Address, impairment);
    }

    /// <summary>The relay dies and another one starts in its place, without sessions, links and memory; its terminals must have vanished.</summary>
    public void Restart(int relay)
    {
        Kill(relay);
        Relays[relay].Dispose();
        Relays[relay] = Make(relay);
    }

    /// <summary>The relay is gone without a word.</summary>
    public void Kill(int relay) => Network.Detach(Relays[relay].Relay);

    public void RunFor(double seconds) => Network.RunFor(TimeSpan.FromSeconds(seconds));

    public void Dispose()
    {
        foreach (var relay in Relays)
        {
            relay.Dispose();
        }
    }

    private RelayScene Make(int index) => new(_seed + (100 * index) + (int)(Network.Now.Milliseconds % 97), _options, network: Network, index: index);
}
