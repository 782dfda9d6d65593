using System.Net.Http.Json;
using ConsultCluster.Contracts.Http;
using ConsultCluster.Domain.Audit;
using ConsultCluster.Ports.Stores;
using Microsoft.Extensions.DependencyInjection;

namespace ConsultCluster.Server.Tests.Scenes;

/// <summary>Attempts to sign in, and what they left in the audit.</summary>
internal static class SignIns
{
    /// <param name="from">The address that the server sees: tests stand where a proxy would.</param>
    /// <param name="cookies">What the browser has; null for a browser that was never here.</param>
    public static async Task<HttpResponseMessage> TryAsync(this HttpClient client, string userName, string password, string? from = null, string? cookies = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/session") { Content = JsonContent.Create(new SignInRequest(userName, password)) };
        if (from is not null)
        {
            request.Headers.Add("X-Forwarded-For", from);
        }

        if (cookies is not null)
        {
            request.Headers.Add("Cookie", cookies);
        }

        return await client.SendAsync(request);
    }

    /// <summary>A client with the cookies of a sign-in.</summary>
    public static HttpClient With(this TestServer server, string cookies)
    {
        var client = server.Anonymous();
        client.DefaultRequestHeaders.Add("Cookie", cookies);
        return client;
    }

    /// <summary>All entries of an action.</summary>
    public static async Task<AuditEntry[]> AuditAsync(this TestServer server, string action) =>
        [.. (await server.Services.GetRequiredService<IAuditStore>().ReadAllAsync(0, 1000)).Select(row => row.Entry).Where(entry => entry.Action == action)];
}
