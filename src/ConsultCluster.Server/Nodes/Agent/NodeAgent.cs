using System.Collections.Immutable;
using ConsultCluster.Contracts.Nodes;
using ConsultCluster.Domain.Relays;
using ConsultCluster.Ports.Clusters;
using ConsultCluster.Server.Hosting;
using RelayDirectory = ConsultCluster.Relay.RelayDirectory;

namespace ConsultCluster.Server.Nodes.Agent;

/// <summary>
/// A node's side of the cluster: one link to each process that gives orders to its relays, and a drain before it goes. A relay-only process joins the
/// control process that it was told, and learns there of the others; a process that has groups itself joins all others. Calls on its relays go on
/// whether there is a link or not.
/// </summary>
internal sealed class NodeAgent : BackgroundService, IHostedLifecycleService
{
    /// <summary>How often a node that is to stop looks whether it is empty.</summary>
    private static readonly TimeSpan DrainLook = NodeTimes.Beat;

    private readonly ServerOptions _options;
    private readonly NodeSelf _self;
    private readonly ISilos? _silos;
    private readonly Func<IReadOnlyList<Uri>, DoorLink> _newLink;
    private readonly TimeProvider _clock;
    private readonly ILogger<NodeAgent> _logger;
    private readonly Lock _lock = new();
    private readonly TaskCompletionSource<Refused?> _firstJoin = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private ImmutableArray<DoorLink> _links = [];
    private bool _isEnding;

    /// <param name="silos">The processes that have groups, when this is one of them.</param>
    public NodeAgent(
        ServerOptions options, RelayDirectory directory, NodeKey key, NodeMetrics metrics, TimeProvider clock, ILogger<NodeAgent> logger, ISilos? silos = null)
    {
        (_options, _silos, _clock, _logger) = (options, silos, clock, logger);
        _self = new NodeSelf(directory, options.Region, Guid.NewGuid().ToString("N"), new DrainSwitch(
            () => directory.Own.Sum(relay => relay.Load.Sessions), isOn => ShowOwn(isOn ? RelayState.Draining : RelayState.Active)));
        var introduction = new NodeIntroduction(key, clock);
        _newLink = addresses => new DoorLink(addresses, _self, introduction, metrics, clock, logger, Hear);
        foreach (var relay in directory.Own)
        {
            relay.ObserveLinks(new LinkReports(relay, () => _links.Select(link => link.Outlet)));
        }
    }

    /// <summary>Done when the node has joined for the first time (null), or was refused in a way that only the operator can mend.</summary>
    public Task<Refused?> FirstJoin => _firstJoin.Task;

    /// <summary>True while a process directs this node.</summary>
    public bool IsJoined => _links.Any(link => link.IsJoined);

    /// <summary>True when the node is to take no new sessions.</summary>
    public bool IsDraining => _self.Drain.IsOn;

    /// <summary>An administrator of this process wants it empty, or serving on; every process that directs it is told.</summary>
    public void Drain(bool isOn) => _self.Drain.Order(isOn);

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Before anything else stops, so that health and links still answer: lets sessions move away.</summary>
    public async Task StoppingAsync(CancellationToken cancellationToken)
    {
        _self.Drain.Stop();
        if (_self.Drain.Sessions > 0)
        {
            NodeLog.Draining(_logger, _self.Drain.Sessions, _options.Drain.TotalSeconds);
            await WaitUntilEmptyAsync(cancellationToken);
        }

        await Task.WhenAll(_links.Select(link => link.LeaveAsync()));
    }

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            if (_silos is null)
            {
                await StayJoinedAsync(stoppingToken);
            }
            else
            {
                _silos.Changed += JoinSilos;
                JoinSilos();
                await Task.Delay(Timeout.InfiniteTimeSpan, _clock, stoppingToken);
            }
        }
        catch (OperationCanceledException)
        {
            // The process ends.
        }
        finally
        {
            if (_silos is not null)
            {
                _silos.Changed -= JoinSilos;
            }

            await EndAsync();
        }
    }

    /// <summary>Asks the addresses that were given; and again when all processes that were learnt of have been gone for a while.</summary>
    private async Task StayJoinedAsync(CancellationToken stop)
    {
        using var looks = new PeriodicTimer(NodeTimes.Status, _clock);
        while (true)
        {
            var first = _newLink([.. _options.Join]);
            Add(first);
            _ = first.FirstJoin.ContinueWith(joined => _firstJoin.TrySetResult(joined.Result), TaskScheduler.Default);
            var joinedAt = _clock.GetTimestamp();
            while (_links.All(link => link.Door is null) || _clock.GetElapsedTime(joinedAt) < NodeTimes.DoorsForgotten)
            {
                await looks.WaitForNextTickAsync(stop);
                joinedAt = IsJoined ? _clock.GetTimestamp() : joinedAt;
            }

            Keep(_ => false);
        }
    }

    private void JoinSilos()
    {
        _firstJoin.TrySetResult(null);
        Match([.. _silos!.Live.Where(silo => !silo.IsSelf).Select(silo => silo.ControlUrl).OfType<Uri>()]);
    }

    /// <summary>A process says who the others are.</summary>
    private void Hear(DoorLink from, Doors doors)
    {
        if (_silos is not null || !Uri.TryCreate(doors.Self, UriKind.Absolute, out var self))
        {
            return;
        }

        from.Settle(self);
        Match([self, .. doors.Others.Select(other => Uri.TryCreate(other, UriKind.Absolute, out var door) ? door : null).OfType<Uri>()]);
    }

    private void Match(ImmutableArray<Uri> doors)
    {
        lock (_lock)
        {
            Keep(link => link.Door is null || doors.Contains(link.Door));
            foreach (var door in doors.Where(door => _links.All(link => link.Door != door)))
            {
                var link = _newLink([door]);
                link.Settle(door);
                Add(link);
            }
        }
    }

    private void Add(DoorLink link)
    {
        lock (_lock)
        {
            if (!_isEnding)
            {
                _links = _links.Add(link);
                link.Start();
            }
        }
    }

    private void Keep(Func<DoorLink, bool> isWanted)
    {
        lock (_lock)
        {
            foreach (var link in _links.Where(link => !isWanted(link)))
            {
                _ = link.EndAsync();
            }

            _links = [.. _links.Where(isWanted)];
        }
    }

    private async Task EndAsync()
    {
        ImmutableArray<DoorLink> links;
        lock (_lock)
        {
            _isEnding = true;
            links = _links;
        }

        await Task.WhenAll(links.Select(link => link.EndAsync()));
    }

    /// <summary>For the groups of this process, whose relays these are as well.</summary>
    private void ShowOwn(RelayState state)
    {
        foreach (var relay in _silos is null ? [] : _self.Directory.Own)
        {
            _self.Directory.SetState(relay.Id, state);
        }
    }

    private async Task WaitUntilEmptyAsync(CancellationToken stop)
    {
        using var timer = new PeriodicTimer(DrainLook, _clock);
        var start = _clock.GetTimestamp();
        try
        {
            while (_self.Drain.Sessions > 0 && _clock.GetElapsedTime(start) < _options.Drain)
            {
                await timer.WaitForNextTickAsync(stop);
            }
        }
        catch (OperationCanceledException)
        {
            // The host's own limit; it is longer than ours, so somebody is in a hurry.
        }
    }
}
