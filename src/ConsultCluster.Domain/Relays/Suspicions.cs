using System.Collections.Immutable;

namespace ConsultCluster.Domain.Relays;

/// <summary>
/// Detects lost relays from link reports, even when their process still sends heartbeats to the control plane: a relay
/// is lost when relays of at least two other processes report it silent, and no more processes still receive it. One
/// reporter alone may have a bad network path. When two relays report each other, only the path between them is broken.
/// Times are monotonic, since any fixed moment.
/// </summary>
public sealed class Suspicions
{
    /// <summary>
    /// Time in which the reported relay may report its reporter in turn: one heartbeat, plus the delay of both reports.
    /// </summary>
    public static readonly TimeSpan AnswerTime = TimeSpan.FromMilliseconds(150);

    /// <summary>Processes that must report a relay silent.</summary>
    public const int Witnesses = 2;

    /// <summary>By reported relay, by reporter: since when it receives nothing; null while it does.</summary>
    private readonly Dictionary<RelayId, Dictionary<RelayId, TimeSpan?>> _reports = [];

    private readonly HashSet<RelayId> _dead = [];

    /// <summary>Relays found lost, until a report says otherwise.</summary>
    public IReadOnlySet<RelayId> Dead => _dead;

    /// <summary>
    /// Records that a relay reports another one silent or alive. Only a relay that has received another can report it
    /// silent: a report about an earlier start may arrive late, and a path that never worked says nothing.
    /// </summary>
    public void Report(RelayId by, RelayId about, bool silent, TimeSpan now)
    {
        if (!_reports.TryGetValue(about, out var reports))
        {
            _reports.Add(about, reports = []);
        }

        if (!silent)
        {
            reports[by] = null;
            _dead.Remove(about);
        }
        else if (reports.TryGetValue(by, out var since) && since is null)
        {
            reports[by] = now;
        }
    }

    /// <summary>Forgets all reports about and by a relay that has joined again or left.</summary>
    public void Forget(RelayId relay)
    {
        _reports.Remove(relay);
        _dead.Remove(relay);
        foreach (var reports in _reports.Values)
        {
            reports.Remove(relay);
        }
    }

    /// <summary>Updates <see cref="Dead"/>.</summary>
    /// <param name="directory">Reports by relays that are silent here are ignored.</param>
    /// <returns>When to call again if no report arrives before; null when that would change nothing.</returns>
    public TimeSpan? Conclude(RelayDirectory directory, TimeSpan now)
    {
        TimeSpan? next = null;
        foreach (var (relay, reports) in _reports)
        {
            if (directory.Find(relay) is not { } suspect || _dead.Contains(relay))
            {
                continue;
            }

            HashSet<NodeId> silent = [], receiving = [];
            foreach (var (by, since) in reports)
            {
                if (directory.Find(by) is not { State: not RelayState.Silent } witness || witness.Node == suspect.Node)
                {
                    continue;
                }

                if (since is not { } from)
                {
                    receiving.Add(witness.Node);
                }
                else if (now - from < AnswerTime)
                {
                    next = next < from + AnswerTime ? next : from + AnswerTime;
                }
                else if (!ReportsSilent(relay, by))
                {
                    silent.Add(witness.Node);
                }
            }

            if (silent.Count >= Witnesses && silent.Count >= receiving.Count)
            {
                _dead.Add(relay);
            }
        }

        return next;
    }

    private bool ReportsSilent(RelayId by, RelayId about) => _reports.TryGetValue(about, out var reports) && reports.GetValueOrDefault(by) is not null;
}
