using System.Collections.Immutable;
using ConsultCluster.Domain.Relays;
using ConsultCluster.Ports.Clusters;
using ConsultCluster.Relay.Remote.Control;
using ConsultCluster.Relay.Remote.Messages;

namespace ConsultCluster.Relay.Remote.Agent;

/// <summary>
/// Connects the relays of this process to the control processes of the cluster, and drains them before the process stops. A relay-only
/// process joins the configured control process and learns of the others there; a silo joins all other silos. Calls on the relays go on
/// with or without a link.
/// </summary>
public sealed class NodeAgent : BackgroundService, IHostedLifecycleService
{
    /// <summary>Interval at which a stopping node checks whether it is empty.</summary>
    private static readonly TimeSpan DrainCheckInterval = NodeTimings.HeartbeatInterval;

    private readonly NodeOptions _options;
    private readonly NodeIdentity _self;
    private readonly ISilos? _silos;
    private readonly Func<IReadOnlyList<Uri>, ControlLink> _newLink;
    private readonly TimeProvider _clock;
    private readonly ILogger<NodeAgent> _logger;
    private readonly Lock _lock = new();
    private readonly TaskCompletionSource<Refused?> _firstJoin = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private ImmutableArray<ControlLink> _links = [];
    private bool _isEnding;

    /// <summary>Observes the links of this process's relays; connects when the host starts.</summary>
    /// <param name="silos">The silos of the cluster, when this process is one of them.</param>
    /// <param name="register">Read again when another server announces a change; null in a relay node.</param>
    public NodeAgent(
        NodeOptions options,
        RelayDirectory directory,
        NodeCredentials credentials,
        NodeMetrics metrics,
        TimeProvider clock,
        ILogger<NodeAgent> logger,
        ISilos? silos = null,
        NodeRegister? register = null)
    {
        (_options, _silos, _clock, _logger) = (options, silos, clock, logger);
        _self = new NodeIdentity(directory, options.Region, Guid.NewGuid().ToString("N"), new DrainSwitch(
            () => directory.Own.Sum(relay => relay.Load.Sessions), isOn => PublishOwnState(isOn ? RelayState.Draining : RelayState.Active)));
        var handshake = new NodeHandshake(credentials, _self, clock);
        _newLink = addresses => new ControlLink(addresses, _self, handshake, metrics, clock, logger, Receive, () => register?.Wake());
        foreach (var relay in directory.Own)
        {
            relay.ObserveLinks(new LinkReports(relay, () => _links.Select(link => link.Events)));
        }
    }

    /// <summary>Completes with null at the first join, or with a refusal that only the operator can resolve.</summary>
    public Task<Refused?> FirstJoin => _firstJoin.Task;

    /// <summary>True while a process directs this node.</summary>
    public bool IsJoined => _links.Any(link => link.IsJoined);

    /// <summary>True while the node takes no new sessions.</summary>
    public bool IsDraining => _self.Drain.IsOn;

    /// <summary>Drains the node or resumes it, and notifies every control process.</summary>
    public void Drain(bool isOn) => _self.Drain.Order(isOn);

    /// <inheritdoc/>
    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Lets sessions move away before anything else stops, while health and links still answer.</summary>
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

    /// <inheritdoc/>
    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
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

    /// <summary>Joins through the configured addresses, and again when every learnt control process has been gone for a while.</summary>
    private async Task StayJoinedAsync(CancellationToken stop)
    {
        using var timer = new PeriodicTimer(NodeTimings.StatusInterval, _clock);
        while (true)
        {
            var first = _newLink([.. _options.Join]);
            Add(first);
            _ = first.FirstJoin.ContinueWith(joined => _firstJoin.TrySetResult(joined.Result), TaskScheduler.Default);
            var joinedAt = _clock.GetTimestamp();
            while (_links.All(link => link.ControlUrl is null) || _clock.GetElapsedTime(joinedAt) < NodeTimings.ControlUrlsExpiry)
            {
                await timer.WaitForNextTickAsync(stop);
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

    /// <summary>A control process has sent the URLs of all.</summary>
    private void Receive(ControlLink from, ControlUrls urls)
    {
        if (_silos is not null || !Uri.TryCreate(urls.Self, UriKind.Absolute, out var self))
        {
            return;
        }

        from.SetControlUrl(self);
        Match([self, .. urls.Others.Select(other => Uri.TryCreate(other, UriKind.Absolute, out var url) ? url : null).OfType<Uri>()]);
    }

    private void Match(ImmutableArray<Uri> urls)
    {
        lock (_lock)
        {
            Keep(link => link.ControlUrl is null || urls.Contains(link.ControlUrl));
            foreach (var url in urls.Where(url => _links.All(link => link.ControlUrl != url)))
            {
                var link = _newLink([url]);
                link.SetControlUrl(url);
                Add(link);
            }
        }
    }

    private void Add(ControlLink link)
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

    private void Keep(Func<ControlLink, bool> isWanted)
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
        ImmutableArray<ControlLink> links;
        lock (_lock)
        {
            _isEnding = true;
            links = _links;
        }

        await Task.WhenAll(links.Select(link => link.EndAsync()));
    }

    /// <summary>Publishes the state to the groups of this process, which use these relays too.</summary>
    private void PublishOwnState(RelayState state)
    {
        foreach (var relay in _silos is null ? [] : _self.Directory.Own)
        {
            _self.Directory.SetState(relay.Id, state);
        }
    }

    private async Task WaitUntilEmptyAsync(CancellationToken stop)
    {
        using var timer = new PeriodicTimer(DrainCheckInterval, _clock);
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
            // The host's own limit, which is longer than the drain: the operator forces the stop.
        }
    }
}
