using System.Collections.Immutable;
using ConsultCluster.Contracts.Hub;
using ConsultCluster.Domain;
using ConsultCluster.Domain.Groups;
using ConsultCluster.Server.Wire;

namespace ConsultCluster.Server.Hubs;

/// <summary>Reads what a terminal offers.</summary>
internal static class OfferForm
{
    private const int MaxSdp = 256 * 1024;
    private const int MaxMid = 64;
    private const int MaxRegion = 64;

    /// <summary>A terminal is given a handful of relays to measure.</summary>
    private const int MaxRoundTrips = 64;

    /// <summary>Nobody can confer over more.</summary>
    private static readonly TimeSpan _maxRoundTrip = TimeSpan.FromSeconds(60);

    /// <summary>The refusal when <see cref="IsRegion"/> is false.</summary>
    public static Refusal WrongRegion { get; } = HubCalls.Invalid($"region: Must have at most {MaxRegion} characters.");

    /// <summary>True for a label that fits, and for none.</summary>
    public static bool IsRegion(string? region) => region is not { Length: > MaxRegion };

    public static Outcome<MediaOffer> Read(OfferRequest? request)
    {
        if (string.IsNullOrEmpty(request?.Sdp))
        {
            return HubCalls.Invalid("sdp: Must be a session description.");
        }

        if (request.Sdp.Length > MaxSdp)
        {
            return new Refusal(RefusalCodes.SdpTooLarge, "The session description is larger than 256 KiB.");
        }

        var sources = ImmutableDictionary.CreateBuilder<string, MediaSource>(StringComparer.Ordinal);
        foreach (var (mid, word) in request.Sources ?? [])
        {
            if (mid.Length > MaxMid || !EnumWords<MediaSource>.TryRead(word, out var source))
            {
                return HubCalls.Invalid($"sources: Must be one of {EnumWords<MediaSource>.All}.");
            }

            sources[mid] = source;
        }

        if (!TryReadRoundTrips(request.RoundTrips ?? [], out var roundTrips))
        {
            return HubCalls.Invalid(
                $"roundTrips: Must name at most {MaxRoundTrips} relays with more than 0 and at most {_maxRoundTrip.TotalMilliseconds} milliseconds each.");
        }

        if (!IsRegion(request.Region))
        {
            return WrongRegion;
        }

        return new MediaOffer(request.Sdp, sources.ToImmutable()) { RoundTrips = roundTrips, Region = request.Region };
    }

    private static bool TryReadRoundTrips(Dictionary<string, double> measured, out ImmutableDictionary<RelayId, TimeSpan> roundTrips)
    {
        var read = ImmutableDictionary.CreateBuilder<RelayId, TimeSpan>();
        roundTrips = read.ToImmutable();
        foreach (var (relay, milliseconds) in measured)
        {
            if (!RelayId.TryParse(relay, out var id) || !(milliseconds > 0 && milliseconds <= _maxRoundTrip.TotalMilliseconds))
            {
                return false;
            }

            read[id] = TimeSpan.FromMilliseconds(milliseconds);
        }

        roundTrips = read.ToImmutable();
        return measured.Count <= MaxRoundTrips;
    }
}
