using ConsultCluster.Cluster.Groups;
using ConsultCluster.Domain;
using ConsultCluster.Domain.Relays;
using ConsultCluster.Ports.Relays;

namespace ConsultCluster.Cluster.Watches;

/// <summary>
/// Has every relay watched by a few of other processes (<see cref="HeartbeatRing"/>), and marks those that are dead for media though their process still
/// speaks to this one: a thread that hangs, datagrams lost on their way out (<see cref="Suspicions"/>). A process that dies is found by its silence.
/// </summary>
internal sealed class RelayWatch : IDisposable
{
    /// <summary>Relays that watch each other are linked so long after one has come or gone; several mostly come together.</summary>
    private static readonly TimeSpan _settleAfter = TimeSpan.FromSeconds(1);

    /// <summary>So often it is looked whether they are linked still, for who ordered it may have been another process, and whether all was concluded.</summary>
    private static readonly TimeSpan _settleInterval = TimeSpan.FromSeconds(10);

    private readonly GroupServices _services;

    /// <summary>Nothing outside is called under it: whoever reports may hold a lock of its own.</summary>
    private readonly Lock _lock = new();

    /// <summary>Held while relays are marked, so that marks are set in the order of what was concluded; never inside <see cref="_lock"/>.</summary>
    private readonly Lock _marking = new();

    private readonly Suspicions _suspicions = new();
    private readonly Dictionary<RelayId, Witness> _witnesses = [];
    private readonly HashSet<RelayId> _marked = [];
    private readonly ITimer _settle;
    private readonly ITimer _conclude;
    private bool _isToConclude;
    private bool _isDisposed;

    public RelayWatch(GroupServices services)
    {
        _services = services;
        _settle = services.Clock.CreateTimer(_ => LookAgain(), null, _settleAfter, _settleInterval);
        _conclude = services.Clock.CreateTimer(_ => Try(Conclude), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        services.Relays.Changed += OnChanged;
        foreach (var listed in services.Relays.Entries)
        {
            Hear(listed.Relay);
        }
    }

    public void Dispose()
    {
        _services.Relays.Changed -= OnChanged;
        _settle.Dispose();
        _conclude.Dispose();
        Witness[] witnesses;
        lock (_lock)
        {
            _isDisposed = true;
            witnesses = [.. _witnesses.Values];
        }

        foreach (var witness in witnesses)
        {
            witness.Relay.UnobserveLinks(witness);
        }
    }

    private void OnChanged(RelayChange change)
    {
        if (change.After is null)
        {
            Forget(change.Before!.Relay);
        }
        else
        {
            Hear(change.After.Relay);
        }

        _settle.Change(_settleAfter, _settleInterval);
    }

    private void Hear(IRelay relay)
    {
        var witness = new Witness(this, relay);
        lock (_lock)
        {
            if (_isDisposed || !_witnesses.TryAdd(relay.Id, witness))
            {
                return;
            }
        }

        relay.ObserveLinks(witness);
    }

    private void Forget(IRelay relay)
    {
        Witness? witness;
        lock (_lock)
        {
            _suspicions.Forget(relay.Id);
            _marked.Remove(relay.Id);
            _witnesses.Remove(relay.Id, out witness);
        }

        if (witness is not null)
        {
            relay.UnobserveLinks(witness);
        }
    }

    private void Report(RelayId by, RelayId about, bool silent)
    {
        lock (_lock)
        {
            _suspicions.Report(by, about, silent, _services.Uptime);
            if (!silent && _marked.Contains(about))
            {
                ConcludeIn(TimeSpan.Zero);
            }
            else if (silent && !_isToConclude)
            {
                ConcludeIn(Suspicions.AnswerTime);
            }
        }
    }

    private void ConcludeIn(TimeSpan time)
    {
        _isToConclude = true;
        _conclude.Change(time, Timeout.InfiniteTimeSpan);
    }

    private bool IsMarked(RelayId relay)
    {
        lock (_lock)
        {
            return _marked.Contains(relay);
        }
    }

    private void LookAgain()
    {
        Try(Settle);
        Try(Conclude);
    }

    /// <summary>Links every relay to those that watch it.</summary>
    private void Settle()
    {
        if (_services.Options.Watchers < Suspicions.Witnesses)
        {
            return;
        }

        var directory = _services.Placement.Look();
        var ring = new HeartbeatRing(directory);
        foreach (var relay in directory.Relays)
        {
            var watchers = ring.WatchersOf(relay.Relay, _services.Options.Watchers);
            foreach (var watcher in watchers.Length < Suspicions.Witnesses ? [] : watchers)
            {
                _services.Links.EnsureWorking(relay.Relay, watcher);
            }
        }
    }

    private void Conclude()
    {
        lock (_marking)
        {
            lock (_lock)
            {
                _isToConclude = false;
            }

            RelayId[] dead, heard;
            var directory = _services.Placement.Look();
            lock (_lock)
            {
                var now = _services.Uptime;
                if (_suspicions.Conclude(directory, now) is { } next)
                {
                    ConcludeIn(next - now);
                }

                dead = [.. _suspicions.Dead.Except(_marked)];
                heard = [.. _marked.Except(_suspicions.Dead)];
                _marked.UnionWith(dead);
                _marked.ExceptWith(heard);
            }

            foreach (var relay in dead)
            {
                ClusterLog.Unheard(_services.Logger, relay);
                _services.Relays.MarkSilent(relay, isSilent: true);
                if (!IsMarked(relay))
                {
                    // It left meanwhile, and another of its name may have come.
                    _services.Relays.MarkSilent(relay, isSilent: false);
                }
            }

            foreach (var relay in heard)
            {
                ClusterLog.HeardAgain(_services.Logger, relay);
                _services.Relays.MarkSilent(relay, isSilent: false);
            }
        }
    }

    private void Try(Action look)
    {
        try
        {
            look();
        }
        catch (Exception e)
        {
            ClusterLog.RelayWatchFailed(_services.Logger, e);
        }
    }

    /// <summary>What one relay says of its links.</summary>
    private sealed class Witness(RelayWatch watch, IRelay relay) : ILinkObserver
    {
        public IRelay Relay => relay;

        public void OnLinkUp(RelayId peer) => watch.Report(relay.Id, peer, silent: false);

        public void OnLinkSilent(RelayId peer) => watch.Report(relay.Id, peer, silent: true);
    }
}
