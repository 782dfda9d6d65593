using System.Collections.Immutable;
using System.Net;
using System.Security.Cryptography;
using ConsultCluster.Domain;
using ConsultCluster.Ports.Relays;

namespace ConsultCluster.Relay.Tests.Udp;

/// <summary>Two real relays on loopback with a link between them, and one group on both.</summary>
internal sealed class LinkedHouses : IDisposable
{
    private static readonly TimeSpan _deadline = TimeSpan.FromSeconds(30);

    public LinkedHouses()
    {
        One = new RelayHouse(configure: o => o.Id = "relay-a");
        Other = new RelayHouse(configure: o => o.Id = "relay-b");
        One.Relay.ObserveLinks(Links);
    }

    public RelayHouse One { get; }

    public RelayHouse Other { get; }

    /// <summary>Reports of the first relay.</summary>
    public RecordingLinkObserver Links { get; } = new();

    public async Task LinkAsync(long generation = 1, bool onlyOtherKnows = false)
    {
        ImmutableArray<byte> secret = [.. RandomNumberGenerator.GetBytes(LinkOrder.SecretLength)];
        Done(await One.Relay.SetLinkAsync(new(Other.Relay.Id, generation, secret, onlyOtherKnows ? [] : [AddressOf(Other)])));
        Done(await Other.Relay.SetLinkAsync(new(One.Relay.Id, generation, secret, [AddressOf(One)])));
    }

    public async Task ShareAsync(long epoch = 1)
    {
        ImmutableArray<RelayId> both = [One.Relay.Id, Other.Relay.Id];
        Done(await One.Relay.SetCascadeAsync(new(RelayHouse.Group, epoch, both, [])));
        Done(await Other.Relay.SetCascadeAsync(new(RelayHouse.Group, epoch, both, [])));
    }

    /// <summary>Steps every terminal until the condition holds.</summary>
    public void Until(Func<bool> condition, string what)
    {
        var start = TimeProvider.System.GetTimestamp();
        while (!condition())
        {
            Assert.True(TimeProvider.System.GetElapsedTime(start) < _deadline, $"Not in time: {what}.");
            One.Step();
            Other.Step();
        }
    }

    public void Dispose()
    {
        One.Dispose();
        Other.Dispose();
    }

    private static void Done(Outcome outcome) => Assert.True(outcome.Succeeded, outcome.Refusal?.Reason);

    private static IPEndPoint AddressOf(RelayHouse house) => new(IPAddress.Loopback, house.Relay.LocalEndPoint.Port);
}
