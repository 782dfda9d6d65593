using System.Net.Http.Json;
using System.Text.Json;
using ConsultCluster.Contracts.Http;

namespace ConsultCluster.Server.Tests.Scenes;

/// <summary>The steps that most tests begin with.</summary>
internal static class Requests
{
    public static CreateConsultationRequest Form(string? requestId = null, int? capacity = null) => new(
        requestId,
        new PatientDto("张三", 54, "male", "110101197001010011", "13800000000"),
        "Chest pain, ECG attached: transfer?",
        "urgent",
        "胸痛两小时",
        "County Hospital",
        "Emergency",
        "Cardiology",
        capacity);

    public static async Task<ConsultationDetail> RequestConsultationAsync(this HttpClient client, int? capacity = null)
    {
        var response = await client.PostAsJsonAsync("/api/consultations", Form(capacity: capacity));
        return await response.ReadAsync<ConsultationDetail>();
    }

    public static async Task<IssuedTokenDto> EntryAsync(this HttpClient client, string groupId) =>
        await (await client.PostAsync($"/api/consultations/{groupId}/entry", null)).ReadAsync<IssuedTokenDto>();

    public static async Task<IssuedTokenDto> IssueAsync(this HttpClient client, string groupId, IssueTokenRequest request) =>
        await (await client.PostAsJsonAsync($"/api/consultations/{groupId}/tokens", request)).ReadAsync<IssuedTokenDto>();

    public static IssueTokenRequest Guest(string role = "patient", string? kind = null, bool? singleUse = null, int? lifetime = null) =>
        new("Family", role, kind, null, lifetime, singleUse);

    /// <summary>The cookies that an answer sets, as a request sends them.</summary>
    public static string Cookies(this HttpResponseMessage response) =>
        string.Join("; ", response.Headers.GetValues("Set-Cookie").Select(cookie => cookie.Split(';')[0]));

    public static async Task<T> ReadAsync<T>(this HttpResponseMessage response)
        where T : class
    {
        Assert.True(response.IsSuccessStatusCode, $"{(int)response.StatusCode}: {await response.Content.ReadAsStringAsync()}");
        return (await response.Content.ReadFromJsonAsync<T>())!;
    }

    /// <summary>Checks that the answer is a problem of that status and code, and gives it.</summary>
    public static async Task<JsonElement> ProblemAsync(this HttpResponseMessage response, int status, string code)
    {
        var text = await response.Content.ReadAsStringAsync();
        Assert.True(status == (int)response.StatusCode, $"{(int)response.StatusCode}: {text}");
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType?.MediaType);
        var problem = JsonDocument.Parse(text).RootElement;
        Assert.Equal(code, problem.GetProperty("code").GetString());
        Assert.Equal(status, problem.GetProperty("status").GetInt32());
        Assert.NotEqual(string.Empty, problem.GetProperty("detail").GetString());
        return problem;
    }
}
