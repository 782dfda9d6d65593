using System.Net.Http.Headers;
using ConsultCluster.Server.Tests.Scenes;

namespace ConsultCluster.Server.Tests.Attacks;

/// <summary>Anybody names an encoding that nobody has. Before, that was a fault of the server, with its stack in the log each time.</summary>
public sealed class UnknownCharset(DemoServer fixture) : IClassFixture<DemoServer>
{
    [Theory]
    [InlineData("klingon")]
    [InlineData("utf-7")]
    [InlineData("utf-16")]
    [InlineData("\"\"")]
    [InlineData("\"utf-8\"")]
    [Trait("attack", "17")]
    public async Task Body_OfAnotherCharsetThanUtf8_IsRefused(string charset)
    {
        using var client = fixture.Server.Anonymous();
        using var content = new StringContent("""{"userName":"li.applicant","password":"wrong"}""");
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        content.Headers.ContentType.Parameters.Add(new NameValueHeaderValue("charset", charset));

        await (await client.PostAsync("/api/session", content)).ProblemAsync(415, "http.unsupported_media_type");
    }

    [Theory]
    [InlineData("UTF-8")]
    [InlineData("utf-8")]
    public async Task Body_InUtf8_IsRead(string charset)
    {
        using var client = fixture.Server.Anonymous();
        using var content = new StringContent("""{"userName":"nobody","password":"wrong"}""");
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        content.Headers.ContentType.Parameters.Add(new NameValueHeaderValue("charset", charset));

        await (await client.PostAsync("/api/session", content)).ProblemAsync(401, "sign_in.failed");
    }
}
