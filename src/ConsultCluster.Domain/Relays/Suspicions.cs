using System.Collections.Immutable;

namespace ConsultCluster.Domain.Relays;

/// <summary>
/// Gathers who hears whom over the links between relays, and concludes who is dead for media though its process may still speak to the control plane: a
/// relay that two of two other processes find silent, and no more of them hear. One alone may have a bad line of its own; and who says the same
/// of its accuser lives, only the way between the two is cut. Times are of a monotonic clock, since any fixed moment.
/// </summary>
public sealed class Suspicions
{
    /// <summary>How long the accused has to say that it hears its accuser no more either: one heartbeat, and the way of both reports to here.</summary>
    public static readonly TimeSpan AnswerTime = TimeSpan.FromMilliseconds(150);

    /// <summary>So many processes find a relay silent before it is dead.</summary>
    public const int Witnesses = 2;

    /// <summary>By who is spoken of, by who says it: since when it hears nothing; null while it hears the other.</summary>
    private readonly Dictionary<RelayId, Dictionary<RelayId, TimeSpan?>> _reports = [];

    private readonly HashSet<RelayId> _dead = [];

    /// <summary>Those concluded to be dead, until somebody hears them again.</summary>
    public IReadOnlySet<RelayId> Dead => _dead;

    /// <summary>
    /// A relay finds another silent, or hears it. Only who has heard another can find it silent: news of its earlier life may come late, and a way that never was
    /// says nothing.
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

    /// <summary>Forgets what was said of a relay and by it: it joined anew, or left.</summary>
    public void Forget(RelayId relay)
    {
        _reports.Remove(relay);
        _dead.Remove(relay);
        foreach (var reports in _reports.Values)
        {
            reports.Remove(relay);
        }
    }

    /// <summary>Concludes who is dead by now.</summary>
    /// <param name="directory">What those say who are silent for the control plane counts for nothing.</param>
    /// <returns>When to ask again if nothing is reported meanwhile; null when that would change nothing.</returns>
    public TimeSpan? Conclude(RelayDirectory directory, TimeSpan now)
    {
        TimeSpan? next = null;
        foreach (var (relay, reports) in _reports)
        {
            if (directory.Find(relay) is not { } accused || _dead.Contains(relay))
            {
                continue;
            }

            HashSet<NodeId> silent = [], hearing = [];
            foreach (var (by, since) in reports)
            {
                if (directory.Find(by) is not { State: not RelayState.Silent } witness || witness.Node == accused.Node)
                {
                    continue;
                }

                if (since is not { } from)
                {
                    hearing.Add(witness.Node);
                }
                else if (now - from < AnswerTime)
                {
                    next = next < from + AnswerTime ? next : from + AnswerTime;
                }
                else if (!Accuses(relay, by))
                {
                    silent.Add(witness.Node);
                }
            }

            if (silent.Count >= Witnesses && silent.Count >= hearing.Count)
            {
                _dead.Add(relay);
            }
        }

        return next;
    }

    private bool Accuses(RelayId by, RelayId about) => _reports.TryGetValue(about, out var reports) && reports.GetValueOrDefault(by) is not null;
}
