using ConsultCluster.Domain;
using ConsultCluster.Domain.Groups;
using ConsultCluster.Engine.Relays;

namespace ConsultCluster.Engine.Embedded;

/// <summary>
/// Which relay takes a group: the one with the least load. A group that was just placed does not show in what its relay measures,
/// so it counts with an assumed load, which fades while the measured one takes over. May be called from any thread.
/// </summary>
/// <remarks>The assumed loads are the same on every relay: by each relay's own cost per packet, a quiet one, whose packets cost most, would look fuller than a busy one.</remarks>
internal sealed class RelayChoice
{
    /// <summary>A consultation of three with pictures, 1,500 packets/s out, at 5 us each.</summary>
    private const double AssumedShareOfGroup = 0.0075;

    /// <summary>Silent sessions may speak at any moment, but however many there are, they must not outweigh what is measured.</summary>
    private const double MaxShareOfSessions = 0.05;

    /// <summary>Sessions that count half of <see cref="MaxShareOfSessions"/>: the first ones count one voice each, 50 packets/s at 5 us.</summary>
    private const double SessionsOfHalf = 200;

    /// <summary>Relays measure once per second, and a group needs a few to have its pictures flow.</summary>
    private static readonly TimeSpan _halfLife = TimeSpan.FromSeconds(3);

    private readonly Lock _lock = new();
    private readonly Dictionary<RelayId, Reservation> _reservations = [];

    /// <summary>The least loaded, which is taken to carry one group more from now on; null when there is none.</summary>
    /// <param name="now">On a monotonic clock, since any fixed moment.</param>
    public IRelay? Pick(IReadOnlyList<IRelay> relays, TimeSpan now)
    {
        lock (_lock)
        {
            var least = relays.OrderBy(relay => Score(relay, now)).ThenBy(relay => relay.Id.Value, StringComparer.Ordinal).FirstOrDefault();
            if (least is not null)
            {
                _reservations[least.Id] = new Reservation(Reserved(least.Id, now) + AssumedShareOfGroup, now);
            }

            return least;
        }
    }

    /// <summary>The relay for a terminal: where its media is, or the group's, or else the least loaded.</summary>
    public IRelay? Pick(IRelays relays, Group group, SeatState seat, TimeSpan now)
    {
        if (seat.Place is { } place && relays.Find(place.Relay) is { } own)
        {
            return own;
        }

        return group.Relays().Select(relays.Find).FirstOrDefault(relay => relay is not null) ?? Pick(relays.All, now);
    }

    /// <summary>A relay of another process for a standby session; null while all relays die together.</summary>
    public static IRelay? PickStandby(IRelays relays, SeatState seat) => null;

    private double Score(IRelay relay, TimeSpan now)
    {
        var load = relay.Load;
        return load.Share + (MaxShareOfSessions * load.Sessions / (load.Sessions + SessionsOfHalf)) + Reserved(relay.Id, now);
    }

    private double Reserved(RelayId relay, TimeSpan now) =>
        _reservations.TryGetValue(relay, out var reservation)
            ? reservation.Share * Math.Pow(0.5, (now - reservation.Since) / _halfLife)
            : 0;

    /// <summary>What was assumed at a moment.</summary>
    private readonly record struct Reservation(double Share, TimeSpan Since);
}
