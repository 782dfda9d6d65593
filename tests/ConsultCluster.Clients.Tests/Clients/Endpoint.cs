namespace ConsultCluster.Clients.Tests;

/// <summary>What somebody who sets up a WHIP or WHEP client is given.</summary>
internal sealed record Endpoint(string Url, string Token);
