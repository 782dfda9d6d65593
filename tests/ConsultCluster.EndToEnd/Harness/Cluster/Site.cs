namespace ConsultCluster.EndToEnd.Harness.Cluster;

/// <summary>Where terminals stand: near one relay process, farther from others. A browser here takes the way that its site has to each relay.</summary>
/// <param name="ways">Port to send to instead of a relay's own, which is taken where none is named.</param>
internal sealed class Site(string region, IReadOnlyDictionary<int, int> ways)
{
    /// <summary>The label of the site.</summary>
    public string Region => region;

    /// <summary>For a page before it starts: its label, and the ways instead of the ports that relays name. The page itself measures and connects as ever.</summary>
    public string Script => $$"""
        sessionStorage.setItem('consult.region', '{{region}}');
        const ways = { {{string.Join(", ", ways.Select(way => $"{way.Key}: {way.Value}"))}} };
        const set = RTCPeerConnection.prototype.setRemoteDescription;
        RTCPeerConnection.prototype.setRemoteDescription = function (answer) {
          const sdp = answer.sdp.replace(/ 127\.0\.0\.1 (\d+) typ host/g, (line, port) => ` 127.0.0.1 ${ways[port] ?? port} typ host`);
          return set.call(this, { type: answer.type, sdp });
        };
        """;
}
