using System.Net.Http.Headers;
using System.Net.Http.Json;
using ConsultCluster.Contracts.Http;
using ConsultCluster.Server.Tests.Scenes;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace ConsultCluster.Server.Tests.Attacks;

/// <summary>Walks every HTTP endpoint with every role.</summary>
public sealed class EndpointRightsTests : IAsyncLifetime
{
    private TestServer _server = null!;
    private HttpClient _applicant = null!;
    private HttpClient _other = null!;
    private (ConsultationDetail Consultation, IssuedTokenDto Link)? _open;

    public async Task InitializeAsync()
    {
        _server = await TestServer.StartAsync();
        _applicant = await _server.ApplicantAsync();
        using var administrator = await _server.AdministratorAsync();
        (await administrator.PostAsJsonAsync("/api/people", new CreatePersonRequest("other", "Other", "applicant", "a-long-password-1"))).EnsureSuccessStatusCode();
        _other = await _server.SignInAsync("other", "a-long-password-1");
        (await _other.PutAsJsonAsync("/api/session/password", new ChangePasswordRequest("a-long-password-1", "a-long-password-2"))).EnsureSuccessStatusCode();
    }

    public async Task DisposeAsync()
    {
        _applicant.Dispose();
        _other.Dispose();
        await _server.DisposeAsync();
    }

    /// <summary>A new endpoint needs a row that says who may use it.</summary>
    [Fact]
    [Trait("attack", "1")]
    public void Attack_EndpointWithoutARow_IsFound()
    {
        var known = EndpointRights.Rows.Select(row => row.Name).Concat(EndpointRights.Open).ToHashSet(StringComparer.Ordinal);
        var found = _server.Services.GetRequiredService<EndpointDataSource>().Endpoints
            .OfType<RouteEndpoint>()
            .SelectMany(endpoint => (endpoint.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods is { Count: > 0 } methods ? methods : ["*"])
                .Select(method => $"{method} /{endpoint.RoutePattern.RawText?.TrimStart('/')}"))
            .Where(name => !name.StartsWith(EndpointRights.Page, StringComparison.Ordinal))
            .ToHashSet(StringComparer.Ordinal);

        Assert.Equal(string.Empty, string.Join(", ", found.Except(known)));
        Assert.Equal(string.Empty, string.Join(", ", known.Except(found)));
    }

    [Fact]
    [Trait("attack", "1")]
    public async Task Attack_EveryEndpointWithEveryRole_IsAnsweredAsTheTableSays()
    {
        var wrong = new List<string>();
        foreach (var row in EndpointRights.Rows.Where(row => row.Name != "DELETE /api/session/").Concat(EndpointRights.Rows.Where(row => row.Name == "DELETE /api/session/")))
        {
            foreach (var caller in Enum.GetValues<Caller>())
            {
                var answered = await AskAsync(row, caller);
                if (answered != row.StatusFor(caller))
                {
                    wrong.Add($"{row.Name} {caller}: {answered} instead of {row.StatusFor(caller)}");
                }
            }
        }

        Assert.True(wrong.Count == 0, string.Join("; ", wrong));
    }

    private async Task<int> AskAsync(EndpointRights.Row row, Caller caller)
    {
        if (_open is null)
        {
            var fresh = await _applicant.RequestConsultationAsync();
            _open = (fresh, await _applicant.IssueAsync(fresh.GroupId, Requests.Guest()));
        }

        var (consultation, link) = _open.Value;
        var address = row.Route
            .Replace("{groupId}", consultation.GroupId, StringComparison.Ordinal)
            .Replace("{tokenId}", link.TokenId, StringComparison.Ordinal)
            .Replace("{personId}", "nobody", StringComparison.Ordinal)
            .Replace("{sessionId}", "none", StringComparison.Ordinal)
            .Replace("{keyId}", "none", StringComparison.Ordinal)
            .Replace("{node}", "nowhere", StringComparison.Ordinal)
            .Replace("{id}", "none", StringComparison.Ordinal);
        using var request = new HttpRequestMessage(row.Method != "*" ? new HttpMethod(row.Method) : address.EndsWith("negotiate", StringComparison.Ordinal) ? HttpMethod.Post : HttpMethod.Get, address);
        if (row.Method is "POST" or "PUT" or "PATCH" && address.StartsWith("/api", StringComparison.Ordinal))
        {
            request.Content = JsonContent.Create(new { userName = caller.ToString() });
        }

        if (caller == Caller.Guest)
        {
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", link.Token);
        }

        using var client = await ClientAsync(caller);
        using var response = await (client ?? _other).SendAsync(request);
        // Closing and revoking are allowed to some.
        _open = row.Route.EndsWith("/close", StringComparison.Ordinal) || (row.Method == "DELETE" && row.Route.Contains("{groupId}", StringComparison.Ordinal)) ? null : _open;
        return (int)response.StatusCode;
    }

    /// <summary>Null for the one client that lives as long as the test.</summary>
    private async Task<HttpClient?> ClientAsync(Caller caller) => caller switch
    {
        Caller.Applicant => await _server.ApplicantAsync(),
        Caller.OtherApplicant => null,
        Caller.Expert => await _server.ExpertAsync(),
        Caller.Coordinator => await _server.CoordinatorAsync(),
        Caller.Administrator => await _server.AdministratorAsync(),
        _ => _server.Anonymous(),
    };
}
