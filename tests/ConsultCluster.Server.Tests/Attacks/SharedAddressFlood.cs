using System.Net;
using ConsultCluster.Contracts.Http;
using ConsultCluster.Server.Auth;
using ConsultCluster.Server.Tests.Scenes;

namespace ConsultCluster.Server.Tests.Attacks;

/// <summary>
/// Somebody without an account floods the server from the address of a hospital. Before, all of the hospital took from one limit, so that no terminal came back to its consultation and
/// nobody signed in.
/// </summary>
public sealed class SharedAddressFlood
{
    private const string Hospital = "203.0.113.66";

    /// <summary>The limit refills meanwhile: by chance a few come through in any case.</summary>
    private const int Attempts = 12;

    [Fact]
    [Trait("attack", "10")]
    public async Task Flood_FromTheirAddress_KeepsNeitherTerminalsNorKnownDevicesOut()
    {
        await using var server = await TestServer.StartAsync();
        using var applicant = await server.ApplicantAsync();
        var consultation = await applicant.RequestConsultationAsync();
        var token = await applicant.EntryAsync(consultation.GroupId);
        using var client = server.Anonymous();
        var device = (await client.TryAsync("wang.expert", DemoAccounts.Password, Hospital)).Cookies();

        for (var i = 0; i < Attempts; i++)
        {
            await FloodAsync(client);
            await using var terminal = await RawHubConnection.TryOpenAsync(server.Address, token.Token, ("X-Forwarded-For", Hospital));
            Assert.NotNull(terminal);
        }

        await FloodAsync(client);
        await (await client.TryAsync("wang.expert", DemoAccounts.Password, Hospital, device)).ReadAsync<SignedInDto>();
    }

    /// <summary>Until the address has nothing left.</summary>
    private static async Task FloodAsync(HttpClient client)
    {
        HttpStatusCode[] answers;
        do
        {
            answers = await Task.WhenAll(Enumerable.Range(0, 100).Select(_ => AskAsync(client)));
        }
        while (!answers.Contains(HttpStatusCode.TooManyRequests));
    }

    private static async Task<HttpStatusCode> AskAsync(HttpClient client)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/session");
        request.Headers.Add("X-Forwarded-For", Hospital);
        using var answer = await client.SendAsync(request);
        return answer.StatusCode;
    }
}
