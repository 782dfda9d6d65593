using ConsultCluster.Contracts.Nodes;
using ConsultCluster.Domain;
using ConsultCluster.Ports.Relays;

namespace ConsultCluster.Server.Nodes.Agent;

/// <summary>The groups whose events the control process wants. They stay observed while it is away: what happens meanwhile is told later.</summary>
internal sealed class ObservedGroups(EventOutlet outlet)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<(RelayId Relay, GroupId Group), GroupReports> _reports = [];

    /// <summary>Observes a group, or no longer.</summary>
    public void Observe(IRelay relay, GroupId group, bool isWanted)
    {
        lock (_lock)
        {
            if (!isWanted)
            {
                if (_reports.Remove((relay.Id, group), out var reports))
                {
                    relay.Unobserve(group, reports);
                }
            }
            else
            {
                // Also when it was wanted already: meanwhile the group may have been directed from elsewhere.
                if (!_reports.TryGetValue((relay.Id, group), out var reports))
                {
                    _reports.Add((relay.Id, group), reports = new GroupReports(relay.Id, group, outlet));
                }

                relay.Observe(group, reports);
            }
        }
    }

    /// <summary>Observes nothing any more: its control process is gone for good.</summary>
    public void Clear(IEnumerable<IRelay> relays)
    {
        lock (_lock)
        {
            foreach (var relay in relays)
            {
                foreach (var (_, group) in _reports.Keys.Where(key => key.Relay == relay.Id).ToArray())
                {
                    Observe(relay, group, isWanted: false);
                }
            }
        }
    }

    /// <summary>What a relay holds, as the control process is told. Groups without sessions are no longer observed: whoever wants them says so again.</summary>
    public IReadOnlyList<HeldSessionDto> Describe(IRelay relay, IReadOnlyList<HeldSession> sessions)
    {
        lock (_lock)
        {
            var groups = sessions.Select(s => s.Group).ToHashSet();
            foreach (var (_, group) in _reports.Keys.Where(key => key.Relay == relay.Id && !groups.Contains(key.Group)).ToArray())
            {
                Observe(relay, group, isWanted: false);
            }

            return [.. sessions.Select(s => Describe(relay.Id, s))];
        }
    }

    private HeldSessionDto Describe(RelayId relay, HeldSession session)
    {
        var last = _reports.GetValueOrDefault((relay, session.Group))?.Last(session.Terminal) ?? SessionReport.New;
        return new HeldSessionDto(relay.Value, session.Group.Value, session.Terminal.Value, session.Epoch, last.Sends, last.Receives, last.Slots);
    }
}
