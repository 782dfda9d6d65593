using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using ConsultCluster.Contracts.Http;
using ConsultCluster.Contracts.Hub;
using ConsultCluster.EndToEnd.Harness;

namespace ConsultCluster.Benchmarks.Soak.Record;

/// <summary>The HTTP API as one signed-in person uses it who repeats what got no answer, and notes what was acknowledged.</summary>
internal sealed class SoakApi : IDisposable
{
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(90);
    private static readonly TimeSpan _again = TimeSpan.FromSeconds(1);

    private readonly HttpClient _http;
    private readonly Acknowledged _acknowledged;
    private long _names;

    private SoakApi(HttpClient http, Acknowledged acknowledged) => (_http, _acknowledged) = (http, acknowledged);

    /// <param name="door">Server or gateway.</param>
    public static async Task<SoakApi> SignInAsync(Uri door, DemoPerson person, Acknowledged acknowledged)
    {
        var http = new HttpClient(new HttpClientHandler { CookieContainer = new CookieContainer() }) { BaseAddress = door };
        var api = new SoakApi(http, acknowledged);
        using var answer = await api.SendAsync(HttpMethod.Post, "/api/session", new SignInRequest(person.UserName, DemoPerson.Password));
        return api;
    }

    /// <summary>Asks for a consultation; returns its group.</summary>
    public async Task<string> OpenAsync(string purpose)
    {
        var request = new CreateConsultationRequest(NewName("r"), ApiClient.Patient, purpose, "routine", null, null, null, null, null);
        var group = (await ReadAsync<ConsultationDetail>(HttpMethod.Post, "/api/consultations", request)).GroupId;
        _acknowledged.Opened.Enqueue(group);
        return group;
    }

    /// <summary>A token for a guest.</summary>
    public async Task<IssuedTokenDto> InviteAsync(string group, string name, TimeSpan lifetime)
    {
        var request = new IssueTokenRequest(name, "expert", "browser", null, (int)lifetime.TotalSeconds, SingleUse: true, NewName("i"));
        var token = await ReadAsync<IssuedTokenDto>(HttpMethod.Post, $"/api/consultations/{group}/tokens", request);
        _acknowledged.Issued.Enqueue((group, token.TokenId));
        return token;
    }

    public async Task RevokeAsync(string group, string token)
    {
        using var answer = await SendAsync(HttpMethod.Delete, $"/api/consultations/{group}/tokens/{token}", null);
        _acknowledged.Revoked.Enqueue((group, token));
    }

    public async Task CloseAsync(string group)
    {
        // A close whose answer was lost is answered with "has ended" the second time.
        using var answer = await SendAsync(HttpMethod.Post, $"/api/consultations/{group}/close", null, HttpStatusCode.Gone);
        _acknowledged.Closed.Enqueue(group);
    }

    public Task<ConsultationDetail> DetailAsync(string group) => ReadAsync<ConsultationDetail>(HttpMethod.Get, $"/api/consultations/{group}", null);

    public Task<TokenDto[]> TokensAsync(string group) => ReadAsync<TokenDto[]>(HttpMethod.Get, $"/api/consultations/{group}/tokens", null);

    public Task<AuditEntryDto[]> AuditAsync(string group) => ReadAsync<AuditEntryDto[]>(HttpMethod.Get, $"/api/consultations/{group}/audit", null);

    /// <summary>The whole chat, oldest first: follows the links to earlier pages (RFC 8288, <c>rel="prev"</c>).</summary>
    public async Task<List<RecordedMessage>> MessagesAsync(string group)
    {
        var all = new List<RecordedMessage>();
        for (var path = $"/api/consultations/{group}/messages"; path is not null;)
        {
            using var answer = await SendAsync(HttpMethod.Get, path, null);
            var page = (await answer.Content.ReadFromJsonAsync<ChatMessageDto[]>())!;
            all.InsertRange(0, page.Select(message => new RecordedMessage(message.TerminalId, message.Id, message.Text)));
            path = answer.Headers.TryGetValues("Link", out var links) ? EarlierPage(links) : null;
        }

        return all;
    }

    public void Dispose() => _http.Dispose();

    private static string? EarlierPage(IEnumerable<string> links) => links
        .Where(link => link.Contains("rel=\"prev\"", StringComparison.Ordinal))
        .Select(link => link[(link.IndexOf('<', StringComparison.Ordinal) + 1)..link.IndexOf('>', StringComparison.Ordinal)])
        .FirstOrDefault();

    private string NewName(string kind) => $"{kind}-soak-{Environment.ProcessId}-{GetHashCode():x}-{Interlocked.Increment(ref _names)}";

    private async Task<T> ReadAsync<T>(HttpMethod method, string path, object? body)
    {
        using var answer = await SendAsync(method, path, body);
        return (await answer.Content.ReadFromJsonAsync<T>())!;
    }

    /// <summary>Repeats until it is answered.</summary>
    /// <param name="alsoFine">A refusal that is as good as an answer.</param>
    /// <exception cref="InvalidOperationException">It was refused, or not answered for a long time.</exception>
    private async Task<HttpResponseMessage> SendAsync(HttpMethod method, string path, object? body, HttpStatusCode? alsoFine = null)
    {
        var from = TimeProvider.System.GetTimestamp();
        while (true)
        {
            string why;
            try
            {
                using var request = new HttpRequestMessage(method, path) { Content = body is null ? null : JsonContent.Create(body, body.GetType()) };
                var answer = await _http.SendAsync(request);
                if (answer.IsSuccessStatusCode || answer.StatusCode == alsoFine)
                {
                    return answer;
                }

                why = $"{(int)answer.StatusCode} {await answer.Content.ReadAsStringAsync()}";
                answer.Dispose();
                if ((int)answer.StatusCode < 500 && answer.StatusCode != HttpStatusCode.TooManyRequests)
                {
                    throw new InvalidOperationException($"{method} {path}: {why}");
                }
            }
            catch (Exception e) when (e is HttpRequestException or IOException or TaskCanceledException or JsonException)
            {
                why = e.Message;
            }

            if (TimeProvider.System.GetElapsedTime(from) > _patience)
            {
                throw new InvalidOperationException($"{method} {path} got no answer for {_patience.TotalSeconds} s: {why}");
            }

            await Pace.ForAsync(_again);
        }
    }
}
