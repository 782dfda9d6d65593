using System.Net;
using ConsultCluster.Domain;

namespace ConsultCluster.Relay;

/// <summary>Reports every mistake in a relay's options at once.</summary>
public static class RelayOptionsValidator
{
    private const int MinBufferBytes = 64 * 1024;
    private const int MaxBufferBytes = 256 * 1024 * 1024;

    /// <summary>One sentence per mistake; empty when the options are valid.</summary>
    public static IReadOnlyList<string> Validate(RelayOptions options)
    {
        var mistakes = new List<string>();
        Require(RelayId.TryParse(options.Id, out _), "Id must be 1 to 64 characters of A-Z a-z 0-9 _ -.");
        Require(options.Port is >= 0 and <= IPEndPoint.MaxPort, "Port must be from 0 to 65535.");
        Require(IsBuffer(options.ReceiveBufferBytes), "ReceiveBufferBytes must be from 64 KiB to 256 MiB.");
        Require(IsBuffer(options.SendBufferBytes), "SendBufferBytes must be from 64 KiB to 256 MiB.");
        Require(!string.IsNullOrWhiteSpace(options.SrtpProfiles), "SrtpProfiles must name at least one profile.");
        foreach (var address in options.Advertise)
        {
            Require(IPEndPoint.TryParse(address, out _), $"Advertise '{address}' is not an IP address with or without a port.");
        }

        mistakes.AddRange(options.Core.Validate());
        return mistakes;

        static bool IsBuffer(int bytes) => bytes is >= MinBufferBytes and <= MaxBufferBytes;

        void Require(bool holds, string mistake)
        {
            if (!holds)
            {
                mistakes.Add(mistake);
            }
        }
    }
}
