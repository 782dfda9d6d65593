using System.Net;
using System.Net.Http.Json;
using ConsultCluster.Contracts.Http;

namespace ConsultCluster.EndToEnd.Harness;

/// <summary>The HTTP API as one signed-in person uses it.</summary>
public sealed class ApiClient : IDisposable
{
    /// <summary>A patient whose every field can be searched for where it must not be.</summary>
    public static readonly PatientDto Patient = new("陈秀英", 67, "female", "330102195901017788", "13800138000");

    private readonly HttpClient _http;

    private ApiClient(HttpClient http) => _http = http;

    /// <summary>Signs in.</summary>
    public static async Task<ApiClient> SignInAsync(ServerProcess server, DemoPerson person)
    {
        var http = new HttpClient(new HttpClientHandler { CookieContainer = new CookieContainer() }) { BaseAddress = new Uri(server.Url) };
        using var answer = await http.PostAsJsonAsync("/api/session", new SignInRequest(person.UserName, DemoPerson.Password));
        answer.EnsureSuccessStatusCode();
        return new ApiClient(http);
    }

    /// <summary>Asks for a consultation about <see cref="Patient"/>.</summary>
    public Task<ConsultationDetail> AskAsync(string purpose, string urgency = "urgent", int? capacity = null) =>
        PostAsync<ConsultationDetail>("/api/consultations", new CreateConsultationRequest(
            null, Patient, purpose, urgency, "胸痛三小时 Chest pain for three hours", "安县人民医院", "急诊科", "心内科", capacity));

    /// <summary>A token for somebody else.</summary>
    public Task<IssuedTokenDto> InviteAsync(string groupId, string name, string role, string kind = "browser", bool? singleUse = null) =>
        PostAsync<IssuedTokenDto>($"/api/consultations/{groupId}/tokens", new IssueTokenRequest(name, role, kind, null, null, singleUse));

    /// <summary>Takes a token back.</summary>
    public async Task RevokeAsync(string groupId, string tokenId)
    {
        using var answer = await _http.DeleteAsync(new Uri($"/api/consultations/{groupId}/tokens/{tokenId}", UriKind.Relative));
        answer.EnsureSuccessStatusCode();
    }

    /// <summary>Closes the consultation.</summary>
    public async Task CloseAsync(string groupId)
    {
        using var answer = await _http.PostAsync(new Uri($"/api/consultations/{groupId}/close", UriKind.Relative), null);
        answer.EnsureSuccessStatusCode();
    }

    /// <summary>Has a node emptied.</summary>
    public async Task DrainAsync(string node)
    {
        using var answer = await _http.PostAsync(DrainOf(node), null);
        answer.EnsureSuccessStatusCode();
    }

    /// <summary>Lets a node take sessions again.</summary>
    public async Task ResumeAsync(string node)
    {
        using var answer = await _http.DeleteAsync(DrainOf(node));
        answer.EnsureSuccessStatusCode();
    }

    /// <summary>Reads anything.</summary>
    public async Task<T> GetAsync<T>(string path) =>
        await _http.GetFromJsonAsync<T>(path) ?? throw new InvalidOperationException($"{path} answered nothing.");

    /// <summary>What is answered to a reading that may be refused.</summary>
    public async Task<int> StatusAsync(string path)
    {
        using var answer = await _http.GetAsync(new Uri(path, UriKind.Relative), HttpCompletionOption.ResponseHeadersRead);
        return (int)answer.StatusCode;
    }

    /// <inheritdoc />
    public void Dispose() => _http.Dispose();

    private static Uri DrainOf(string node) => new($"/api/cluster/nodes/{node}/drain", UriKind.Relative);

    private async Task<T> PostAsync<T>(string path, object body)
    {
        using var answer = await _http.PostAsJsonAsync(path, body);
        if (!answer.IsSuccessStatusCode)
        {
            throw new InvalidOperationException($"{path}: {(int)answer.StatusCode} {await answer.Content.ReadAsStringAsync()}");
        }

        return (await answer.Content.ReadFromJsonAsync<T>())!;
    }
}
