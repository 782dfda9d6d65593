using ConsultCluster.Domain;
using ConsultCluster.Ports.Relays;
using ConsultCluster.Relay.Remote.Messages;

namespace ConsultCluster.Relay.Remote.Agent;

/// <summary>The groups that the control process observes. They stay observed while it is disconnected, so that the next announcement is complete.</summary>
internal sealed class ObservedGroups(EventSender sender)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<(RelayId Relay, GroupId Group), GroupReports> _reports = [];

    /// <summary>Starts or stops observing a group.</summary>
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
                // Also when observed already: another control process may have taken the group meanwhile.
                if (!_reports.TryGetValue((relay.Id, group), out var reports))
                {
                    _reports.Add((relay.Id, group), reports = new GroupReports(relay.Id, group, sender));
                }

                relay.Observe(group, reports);
            }
        }
    }

    /// <summary>Stops observing: the control process will not return.</summary>
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

    /// <summary>The sessions of a relay for an announcement. Stops observing groups without sessions; the control process asks again if it needs them.</summary>
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
        return new HeldSessionDto(relay.Value, session.Group.Value, session.Terminal.Value, session.Epoch, last.Sends, last.Receives, last.Slots, last.Undecodable);
    }
}
