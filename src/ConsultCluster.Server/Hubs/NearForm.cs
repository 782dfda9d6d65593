using System.Collections.Immutable;
using ConsultCluster.Domain;
using ConsultCluster.Domain.Relays;

namespace ConsultCluster.Server.Hubs;

/// <summary>Reads what a terminal says of where it is.</summary>
internal static class NearForm
{
    private const int MaxRegion = 64;

    /// <summary>A terminal is given a handful of relays to measure.</summary>
    private const int MaxRoundTrips = 64;

    /// <summary>Milliseconds; nobody can confer over more.</summary>
    private const double MaxRoundTrip = 60_000;

    /// <summary>The refusal when <see cref="IsRegion"/> is false.</summary>
    public static Refusal WrongRegion { get; } = HubCalls.Invalid($"region: Must have at most {MaxRegion} characters.");

    private static Refusal WrongRoundTrips { get; } = HubCalls.Invalid(
        $"roundTrips: Must name at most {MaxRoundTrips} relays with more than 0 and at most {MaxRoundTrip} milliseconds each.");

    /// <summary>True for a label that fits, and for none.</summary>
    public static bool IsRegion(string? region) => region is not { Length: > MaxRegion };

    public static Outcome<Nearness> Read(Dictionary<string, double>? roundTrips, string? region)
    {
        if (roundTrips is { Count: > MaxRoundTrips })
        {
            return WrongRoundTrips;
        }

        var read = ImmutableArray.CreateBuilder<RoundTrip>();
        foreach (var (relay, milliseconds) in roundTrips ?? [])
        {
            if (!RelayId.TryParse(relay, out var id) || !(milliseconds > 0 && milliseconds <= MaxRoundTrip))
            {
                return WrongRoundTrips;
            }

            read.Add(new RoundTrip(id, milliseconds));
        }

        return IsRegion(region) ? new Nearness(region, read.ToImmutable()) : WrongRegion;
    }
}
