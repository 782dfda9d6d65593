using System.Collections.Immutable;
using ConsultCluster.Contracts;
using ConsultCluster.Contracts.Hub;
using ConsultCluster.Domain;
using ConsultCluster.Domain.Groups;

namespace ConsultCluster.Server.Hubs;

/// <summary>Reads what a terminal offers.</summary>
internal static class OfferForm
{
    private const int MaxSdp = 256 * 1024;
    private const int MaxMid = 255;

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

        var near = NearForm.Read(request.RoundTrips, request.Region);
        return near.Succeeded ? new MediaOffer(request.Sdp, sources.ToImmutable()) { Near = near.Value } : near.Refusal;
    }
}
