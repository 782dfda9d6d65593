using System.Collections.Immutable;
using System.Security.Cryptography;
using ConsultCluster.Domain;
using ConsultCluster.Ports.Relays;
using Microsoft.Extensions.Logging;

namespace ConsultCluster.Cluster.Placement;

/// <summary>
/// Gives pairs of relays what they need for a link: the same secret, and each other's addresses. A link is made when the first group
/// needs it and stays; its secret is changed from time to time, and when one of the two comes anew. May be used from any thread.
/// </summary>
public sealed partial class LinkKeeper : IDisposable
{
    /// <summary>Far below what one AES-GCM key may protect at any packet rate (2^32 packets, NIST SP 800-38D §8.3).</summary>
    private static readonly TimeSpan _rekeyInterval = TimeSpan.FromHours(1);

    /// <summary>After an order that came too late: by then relays have reported what they hold, which they do once per second.</summary>
    private static readonly TimeSpan _secondLook = TimeSpan.FromSeconds(2);

    /// <summary>2,048 keeps generations below 2^53 until the year 2109, which is as far as JSON numbers are exact.</summary>
    private const int GenerationsPerMillisecond = 2048;

    private readonly IRelays _relays;
    private readonly TimeProvider _clock;
    private readonly ILogger _logger;
    private readonly ITimer _rekey;
    private readonly ITimer _again;
    private readonly Lock _lock = new();
    private readonly HashSet<(RelayId First, RelayId Second)> _pairs = [];
    private readonly HashSet<(RelayId First, RelayId Second)> _refused = [];
    private long _generation;

    /// <summary>No links yet.</summary>
    public LinkKeeper(IRelays relays, TimeProvider clock, ILogger logger)
    {
        (_relays, _clock, _logger) = (relays, clock, logger);
        _rekey = clock.CreateTimer(_ => RekeyAll(), null, _rekeyInterval, _rekeyInterval);
        _again = clock.CreateTimer(_ => LookAgain(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Orders the link between two relays unless it was ordered already.</summary>
    /// <returns>True when it was not.</returns>
    public bool Ensure(RelayId one, RelayId other)
    {
        var pair = string.CompareOrdinal(one.Value, other.Value) < 0 ? (one, other) : (other, one);
        lock (_lock)
        {
            if (!_pairs.Add(pair))
            {
                return false;
            }
        }

        Order(pair);
        return true;
    }

    /// <summary>Orders the link between two relays unless they report one that works: another process has ordered it, or there was nothing to do.</summary>
    public void EnsureWorking(RelayId one, RelayId other)
    {
        if (_relays.Find(one) is { } first && _relays.Find(other) is { } second && !Works(first, second))
        {
            Ensure(one, other);
        }
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
                _ = WatchAsync(pair, left, relay, left.RemoveLinkAsync(relay, NextGeneration(Reported(left, relay)?.Generation ?? 0)));
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _rekey.Dispose();
        _again.Dispose();
    }

    private void RekeyAll()
    {
        foreach (var pair in Pairs(_ => true))
        {
            Order(pair);
        }
    }

    /// <summary>
    /// What was refused, as older than what the relay has or as of the same generation, is ordered anew unless the link works: then another process
    /// has ordered it.
    /// </summary>
    private void LookAgain()
    {
        (RelayId First, RelayId Second)[] refused;
        lock (_lock)
        {
            refused = [.. _refused.Where(_pairs.Contains)];
            _refused.Clear();
        }

        foreach (var pair in refused)
        {
            if (_relays.Find(pair.First) is { } first && _relays.Find(pair.Second) is { } second && !Works(first, second))
            {
                Order(pair);
            }
        }
    }

    private static bool Works(IRelay one, IRelay other) =>
        Reported(one, other.Id) is { State: LinkState.Up } there && Reported(other, one.Id) is { State: LinkState.Up } back && there.Generation == back.Generation;

    private static LinkReport? Reported(IRelay relay, RelayId peer) => relay.Links.FirstOrDefault(link => link.Peer == peer);

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
        var generation = NextGeneration(Math.Max(Reported(first, second.Id)?.Generation ?? 0, Reported(second, first.Id)?.Generation ?? 0));
        _ = WatchAsync(pair, first, second.Id, first.SetLinkAsync(new LinkOrder(second.Id, generation, secret, second.Addresses)));
        _ = WatchAsync(pair, second, first.Id, second.SetLinkAsync(new LinkOrder(first.Id, generation, secret, first.Addresses)));
    }

    /// <summary>
    /// Grows also over restarts of this process, while the relays of other processes keep their links; and hardly ever the same in two processes
    /// that order the same link (one in 2,048 of those that do within one millisecond), so that both its ends settle on the secret of one of them.
    /// </summary>
    /// <param name="held">What the relays have, perhaps from a process whose clock is ahead of this one's.</param>
    private long NextGeneration(long held)
    {
        var lot = RandomNumberGenerator.GetInt32(GenerationsPerMillisecond);
        lock (_lock)
        {
            var now = (_clock.GetUtcNow().ToUnixTimeMilliseconds() * GenerationsPerMillisecond) + lot;
            _generation = Math.Max(_generation + 1, Math.Max(now, held + 1 + lot));
            return _generation;
        }
    }

    private async Task WatchAsync((RelayId First, RelayId Second) pair, IRelay relay, RelayId peer, Task<Outcome> order)
    {
        try
        {
            var outcome = await order;
            if (!outcome.Succeeded)
            {
                LogRefused(relay.Id, peer, outcome.Refusal.Reason);
                if (outcome.Refusal.Code is RefusalCodes.RelayStaleEpoch or RefusalCodes.RequestInvalid)
                {
                    lock (_lock)
                    {
                        _refused.Add(pair);
                    }

                    _again.Change(_secondLook, Timeout.InfiniteTimeSpan);
                }
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
