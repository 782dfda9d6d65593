using System.Collections.Immutable;
using System.Security.Cryptography;
using ConsultCluster.Domain;
using Microsoft.Extensions.Logging;

namespace ConsultCluster.Engine.Relays;

/// <summary>
/// Gives pairs of relays what they need for a link: the same secret, and each other's addresses. A link is made when the first group
/// needs it and stays; its secret is changed from time to time, and when one of the two comes anew. May be used from any thread.
/// </summary>
public sealed partial class LinkKeeper : IDisposable
{
    /// <summary>Far below what one AES-GCM key may protect at any packet rate (2^32 packets, NIST SP 800-38D §8.3).</summary>
    private static readonly TimeSpan _rekeyInterval = TimeSpan.FromHours(1);

    private readonly IRelays _relays;
    private readonly TimeProvider _clock;
    private readonly ILogger _logger;
    private readonly ITimer _rekey;
    private readonly Lock _lock = new();
    private readonly HashSet<(RelayId First, RelayId Second)> _pairs = [];
    private long _generation;

    /// <summary>No links yet.</summary>
    public LinkKeeper(IRelays relays, TimeProvider clock, ILogger logger)
    {
        (_relays, _clock, _logger) = (relays, clock, logger);
        _rekey = clock.CreateTimer(_ => RekeyAll(), null, _rekeyInterval, _rekeyInterval);
    }

    /// <summary>Orders the link between two relays unless it was ordered already.</summary>
    public void Ensure(RelayId one, RelayId other)
    {
        var pair = string.CompareOrdinal(one.Value, other.Value) < 0 ? (one, other) : (other, one);
        lock (_lock)
        {
            if (!_pairs.Add(pair))
            {
                return;
            }
        }

        Order(pair);
    }

    /// <summary>A relay came: it knows no secrets, or old ones.</summary>
    public void Renew(RelayId relay)
    {
        foreach (var pair in Pairs(pair => pair.First == relay || pair.Second == relay))
        {
            Order(pair);
        }
    }

    /// <summary>A relay left: the others need not call for it any more.</summary>
    public void Remove(RelayId relay)
    {
        foreach (var pair in Pairs(pair => pair.First == relay || pair.Second == relay))
        {
            lock (_lock)
            {
                _pairs.Remove(pair);
            }

            var peer = pair.First == relay ? pair.Second : pair.First;
            if (_relays.Find(peer) is { } left)
            {
                _ = WatchAsync(left, relay, left.RemoveLinkAsync(relay, NextGeneration()));
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _rekey.Dispose();

    private void RekeyAll()
    {
        foreach (var pair in Pairs(_ => true))
        {
            Order(pair);
        }
    }

    private (RelayId First, RelayId Second)[] Pairs(Func<(RelayId First, RelayId Second), bool> wanted)
    {
        lock (_lock)
        {
            return [.. _pairs.Where(wanted)];
        }
    }

    private void Order((RelayId First, RelayId Second) pair)
    {
        if (_relays.Find(pair.First) is not { } first || _relays.Find(pair.Second) is not { } second)
        {
            return;
        }

        var secret = ImmutableArray.Create(RandomNumberGenerator.GetBytes(LinkOrder.SecretLength));
        var generation = NextGeneration();
        _ = WatchAsync(first, second.Id, first.SetLinkAsync(new LinkOrder(second.Id, generation, secret, second.Addresses)));
        _ = WatchAsync(second, first.Id, second.SetLinkAsync(new LinkOrder(first.Id, generation, secret, first.Addresses)));
    }

    /// <summary>Grows also over restarts of this process, while the relays of other processes keep their links.</summary>
    private long NextGeneration()
    {
        lock (_lock)
        {
            _generation = Math.Max(_generation + 1, _clock.GetUtcNow().ToUnixTimeMilliseconds());
            return _generation;
        }
    }

    private async Task WatchAsync(IRelay relay, RelayId peer, Task<Outcome> order)
    {
        try
        {
            var outcome = await order;
            if (!outcome.Succeeded)
            {
                LogRefused(relay.Id, peer, outcome.Refusal.Reason);
            }
        }
        catch (Exception e)
        {
            LogFailed(e, relay.Id, peer);
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Relay {Relay} refused its link to {Peer}: {Reason}")]
    private partial void LogRefused(RelayId relay, RelayId peer, string reason);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Relay {Relay} did not get the order of its link to {Peer}")]
    private partial void LogFailed(Exception error, RelayId relay, RelayId peer);
}
