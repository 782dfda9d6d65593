using ConsultCluster.Contracts.Nodes;
using ConsultCluster.Relay;
using ConsultCluster.Server.Hosting;

namespace ConsultCluster.Server.Nodes.Agent;

/// <summary>
/// A relay node's side of the cluster: joins a control process, joins again whenever the link was lost, and drains before it goes.
/// Calls on its relays go on whether there is a link or not.
/// </summary>
internal sealed class NodeAgent : BackgroundService, IHostedLifecycleService
{
    /// <summary>Times to be told that the name is taken before it is believed: the one who has it may have died this moment.</summary>
    private const int MaxNameTaken = 5;

    /// <summary>How often a node that is to stop looks whether it is empty.</summary>
    private static readonly TimeSpan DrainLook = NodeTimes.Beat;

    private readonly ServerOptions _options;
    private readonly RelayDirectory _directory;
    private readonly NodeIntroduction _introduction;
    private readonly NodeMetrics _metrics;
    private readonly TimeProvider _clock;
    private readonly ILogger<NodeAgent> _logger;
    private readonly DrainSwitch _drain;
    private readonly EventOutlet _outlet = new();
    private readonly ObservedGroups _observed;
    private readonly OrderDesk _desk;
    private readonly string _instance = Guid.NewGuid().ToString("N");
    private readonly TaskCompletionSource<Refused?> _joined = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile NodeSession? _session;
    private int _nameTaken;

    public NodeAgent(ServerOptions options, RelayDirectory directory, NodeKey key, NodeMetrics metrics, TimeProvider clock, ILogger<NodeAgent> logger)
    {
        _options = options;
        _directory = directory;
        _introduction = new NodeIntroduction(key, clock);
        _metrics = metrics;
        _clock = clock;
        _logger = logger;
        _drain = new DrainSwitch(() => directory.Own.Sum(relay => relay.Load.Sessions));
        _observed = new ObservedGroups(_outlet);
        _desk = new OrderDesk(directory.Own, metrics, logger);
        foreach (var relay in directory.Own)
        {
            relay.ObserveLinks(new LinkReports(relay, _outlet));
        }
    }

    /// <summary>Done when the node has joined for the first time (null), or was refused in a way that only the operator can mend.</summary>
    public Task<Refused?> FirstJoin => _joined.Task;

    /// <summary>True while a control process directs this node.</summary>
    public bool IsJoined => _session is not null;

    /// <summary>True when the node is to take no new sessions.</summary>
    public bool IsDraining => _drain.IsOn;

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Before anything else stops, so that health and link still answer: lets sessions move away.</summary>
    public async Task StoppingAsync(CancellationToken cancellationToken)
    {
        _drain.Stop();
        if (_drain.Sessions > 0)
        {
            NodeLog.Draining(_logger, _drain.Sessions, _options.Drain.TotalSeconds);
            await WaitUntilEmptyAsync(cancellationToken);
        }

        if (_session is { } session)
        {
            await session.LeaveAsync();
        }
    }

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var backoff = new Backoff(Random.Shared);
        string? lastWhy = null;
        for (var i = 0; !stoppingToken.IsCancellationRequested && !IsLeaving; i++)
        {
            var control = _options.Join[i % _options.Join.Count];
            var attempt = await _introduction.ConnectAsync(control, stoppingToken);
            var refused = attempt.Refused;
            if (attempt.Link is { } link)
            {
                refused = await ServeAsync(link, control, backoff, stoppingToken);
                lastWhy = null;
            }
            else if (attempt.Why is { } why && !string.Equals(why, lastWhy, StringComparison.Ordinal))
            {
                NodeLog.Unreachable(_logger, control, why);
                lastWhy = why;
            }

            await WaitAsync(refused is null ? backoff.Next() : Judge(refused, control, backoff), stoppingToken);
        }
    }

    private bool IsLeaving => _session?.IsLeaving ?? false;

    /// <summary>For as long as the link lasts; gives why it was refused, if it was.</summary>
    private async Task<Refused?> ServeAsync(NodeLink link, Uri control, Backoff backoff, CancellationToken stop)
    {
        await using (link)
        {
            var session = new NodeSession(link, _desk, _observed, _outlet, _drain, _clock);
            var refused = await session.AnnounceAsync(_directory, _options.Region, _instance, stop);
            if (refused is not null)
            {
                await link.CloseAsync();
                return refused == NodeSession.Lost ? null : refused;
            }

            _session = session;
            backoff.Reset();
            NodeLog.Joined(_logger, control, _directory.Home.Node);
            _joined.TrySetResult(null);
            try
            {
                if (await session.HearAsync(stop) is { } fault)
                {
                    if (fault.Code == NodeRefusals.Malformed)
                    {
                        _metrics.Malformed();
                    }

                    NodeLog.LinkFault(_logger, _directory.Home.Node, fault.Code, fault.Reason);
                }
                else if (!session.IsLeaving)
                {
                    NodeLog.LinkLost(_logger, control);
                }
            }
            finally
            {
                _session = session.IsLeaving ? session : null;
            }

            return null;
        }
    }

    /// <summary>How long to wait after a refusal; one that may pass by itself is tried again soon.</summary>
    private TimeSpan Judge(Refused refused, Uri control, Backoff backoff)
    {
        _metrics.Refused(refused.Code);
        NodeLog.Refused(_logger, control, refused.Code, refused.Reason);
        if (refused.Code == NodeRefusals.NameTaken && ++_nameTaken < MaxNameTaken)
        {
            return NodeTimes.SilentAfter;
        }

        if (refused.Code is NodeRefusals.Full or NodeRefusals.Silent or NodeRefusals.Replaced)
        {
            return backoff.Next();
        }

        _joined.TrySetResult(refused);
        return NodeTimes.RefusedBackoff;
    }

    private async Task WaitUntilEmptyAsync(CancellationToken stop)
    {
        using var timer = new PeriodicTimer(DrainLook, _clock);
        var start = _clock.GetTimestamp();
        try
        {
            while (_drain.Sessions > 0 && _clock.GetElapsedTime(start) < _options.Drain)
            {
                await timer.WaitForNextTickAsync(stop);
            }
        }
        catch (OperationCanceledException)
        {
            // The host's own limit; it is longer than ours, so somebody is in a hurry.
        }
    }

    private async Task WaitAsync(TimeSpan wait, CancellationToken stop)
    {
        try
        {
            await Task.Delay(wait, _clock, stop);
        }
        catch (OperationCanceledException)
        {
            // The loop ends by itself.
        }
    }
}
