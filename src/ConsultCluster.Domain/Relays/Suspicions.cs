using System.Collections.Immutable;

namespace ConsultCluster.Domain.Relays;

/// <summary>
/// Gathers who finds whom silent. A relay is dead for media when the control plane itself finds it silent, or two relays of two other
/// processes do: one alone may have a bad line of its own.
/// </summary>
public sealed class Suspicions
{
    private const int Witnesses = 2;

    private readonly Dictionary<RelayId, HashSet<RelayId>> _accusers = [];
    private readonly HashSet<RelayId> _byControlPlane = [];

    /// <summary>A relay finds another silent, or hears it again.</summary>
    public void Report(RelayId by, RelayId about, bool silent)
    {
        if (!_accusers.TryGetValue(about, out var accusers))
        {
            _accusers.Add(about, accusers = []);
        }

        _ = silent ? accusers.Add(by) : accusers.Remove(by);
    }

    /// <summary>The control plane finds a relay silent, or hears it again.</summary>
    public void ReportByControlPlane(RelayId about, bool silent) =>
        _ = silent ? _byControlPlane.Add(about) : _byControlPlane.Remove(about);

    /// <summary>Forgets what was said of a relay and by it: it joined anew, or left.</summary>
    public void Forget(RelayId relay)
    {
        _accusers.Remove(relay);
        _byControlPlane.Remove(relay);
        foreach (var accusers in _accusers.Values)
        {
            accusers.Remove(relay);
        }
    }

    /// <summary>Relays to be marked <see cref="RelayState.Silent"/> now, and their terminals moved.</summary>
    public ImmutableArray<RelayId> Dead(RelayDirectory directory) =>
        [.. _byControlPlane.Concat(_accusers.Keys).Distinct().Where(relay => IsDead(directory, relay))];

    private bool IsDead(RelayDirectory directory, RelayId relay)
    {
        if (directory.Find(relay) is not { } accused || accused.State == RelayState.Silent)
        {
            return false;
        }

        return _byControlPlane.Contains(relay)
            || _accusers[relay]
                .Select(directory.Find)
                .Where(accuser => accuser is not null && accuser.State != RelayState.Silent && !_byControlPlane.Contains(accuser.Relay))
                .Select(accuser => accuser!.Node)
                .Where(node => node != accused.Node)
                .Distinct()
                .Count() >= Witnesses;
    }
}
