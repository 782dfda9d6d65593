using System.Globalization;
using System.Net.Http.Headers;
using System.Text.RegularExpressions;
using Microsoft.Playwright;

namespace ConsultCluster.EndToEnd.Harness;

/// <summary>A device that publishes one picture by WHIP, as far as its offer: it never connects, and measures no round trips.</summary>
/// <param name="offer">Session description.</param>
internal sealed partial class WhipEncoder(string offer)
{
    /// <summary>With an offer such as a browser makes.</summary>
    public static async Task<WhipEncoder> MakeAsync(IPage page) => new(await page.EvaluateAsync<string>(
        "async () => { const c = new RTCPeerConnection(); c.addTransceiver('video', { direction: 'sendonly' }); return (await c.createOffer()).sdp; }"));

    /// <summary>Publishes; returns the UDP port of the relay that answers.</summary>
    public async Task<int> PublishAsync(ServerProcess server, string token)
    {
        using var http = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Post, $"{server.Url}/whip") { Content = new StringContent(offer) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/sdp");
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        using var answer = await http.SendAsync(request);
        var sdp = await answer.Content.ReadAsStringAsync();
        if (!answer.IsSuccessStatusCode)
        {
            throw new InvalidOperationException($"WHIP: {(int)answer.StatusCode} {sdp}");
        }

        return int.Parse(Candidate().Match(sdp).Groups["port"].Value, CultureInfo.InvariantCulture);
    }

    [GeneratedRegex(@"a=candidate:.* (?<port>\d+) typ host", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Candidate();
}
