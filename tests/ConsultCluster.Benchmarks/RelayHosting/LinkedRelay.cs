using System.Collections.Immutable;
using System.Net;
using System.Security.Cryptography;
using ConsultCluster.Domain;
using ConsultCluster.Ports.Relays;
using ConsultCluster.Relay;
using Microsoft.Extensions.Logging.Abstractions;

namespace ConsultCluster.Benchmarks.RelayHosting;

/// <summary>A second relay in the process, with a link to the first one.</summary>
internal sealed class LinkedRelay : IDisposable
{
    private readonly UdpRelay _first;
    private readonly HashSet<string> _shared = new(StringComparer.Ordinal);

    private LinkedRelay(UdpRelay first, UdpRelay second)
    {
        _first = first;
        Relay = second;
    }

    public UdpRelay Relay { get; }

    /// <param name="options">Of the first one; its name is changed.</param>
    public static async Task<LinkedRelay> StartAsync(RelayOptions options, UdpRelay first)
    {
        options.Id = "relay-2";
        var second = UdpRelay.Start(options, NullLoggerFactory.Instance);
        ImmutableArray<byte> secret = [.. RandomNumberGenerator.GetBytes(LinkOrder.SecretLength)];
        Require(await first.SetLinkAsync(new(second.Id, 1, secret, [AddressOf(second)])));
        Require(await second.SetLinkAsync(new(first.Id, 1, secret, [AddressOf(first)])));
        return new LinkedRelay(first, second);
    }

    /// <summary>The group is on both relays from now on.</summary>
    public async Task<UdpRelay> ShareAsync(string group)
    {
        if (_shared.Add(group))
        {
            var order = new CascadeOrder(new GroupId(group), Epoch: 1, [_first.Id, Relay.Id], []);
            Require(await _first.SetCascadeAsync(order));
            Require(await Relay.SetCascadeAsync(order));
        }

        return Relay;
    }

    public void Dispose() => Relay.Dispose();

    private static IPEndPoint AddressOf(UdpRelay relay) => new(IPAddress.Loopback, relay.LocalEndPoint.Port);

    private static void Require(Outcome outcome)
    {
        if (!outcome.Succeeded)
        {
            throw new InvalidOperationException(outcome.Refusal.Reason);
        }
    }
}
