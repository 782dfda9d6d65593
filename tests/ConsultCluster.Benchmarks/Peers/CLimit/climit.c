/*
 * The least that a fan-out can cost: plain RTP in on one UDP port, rewritten, encrypted and sent to every receiver under its own key,
 * with the relay's system calls (ppoll, recvmmsg, sendmmsg, UDP_SEGMENT) and cipher (AES-128-GCM of OpenSSL's EVP, kept contexts), and
 * nothing else: no ICE, no DTLS, no RTCP, no retransmission, no groups.
 *
 *   climit SEGMENT < receivers
 *     SEGMENT    1 sends runs of equal size with UDP_SEGMENT, 0 one message per datagram
 *     receivers  one line each: IPv4 address, port, session key (32 hex digits), session salt (24 hex digits), SSRC; then an empty line
 *   Prints the port that it listens on, and ends with its standard input.
 */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <netinet/udp.h>
#include <openssl/evp.h>
#include <poll.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

enum { RECEIVE_BATCH = 32, BUFFER = 2048, RTP_HEADER = 12, TAG = 16, SALT = 12, MAX_SEGMENTS = 64, MAX_MESSAGES = 512, MAX_RUN = 65000 };
enum { SLAB = 256 * 1024, SOCKET_BUFFER = 4 * 1024 * 1024 };

struct receiver {
    struct sockaddr_in to;
    EVP_CIPHER_CTX *cipher;
    unsigned char salt[SALT];
    uint32_t ssrc;
    uint64_t packets;
};

static int descriptor, use_segments;
static struct receiver *receivers;
static size_t receiver_count;

static unsigned char received[RECEIVE_BATCH][BUFFER];
static struct iovec received_vectors[RECEIVE_BATCH];
static struct mmsghdr received_messages[RECEIVE_BATCH];

static unsigned char slab[SLAB];
static size_t slab_used;
static struct mmsghdr messages[MAX_MESSAGES];
static struct iovec vectors[MAX_MESSAGES];
static struct { struct cmsghdr header; uint16_t size; } __attribute__((aligned(8))) controls[MAX_MESSAGES];
static unsigned segments[MAX_MESSAGES], segment_sizes[MAX_MESSAGES];
static unsigned message_count;

static void fail(const char *what)
{
    perror(what);
    exit(1);
}

static void send_all(void)
{
    for (unsigned i = 0; i < message_count; i++) {
        struct msghdr *m = &messages[i].msg_hdr;
        m->msg_control = NULL;
        m->msg_controllen = 0;
        if (segments[i] > 1) {
            controls[i].header.cmsg_len = CMSG_LEN(sizeof(uint16_t));
            controls[i].header.cmsg_level = SOL_UDP;
            controls[i].header.cmsg_type = UDP_SEGMENT;
            controls[i].size = (uint16_t)segment_sizes[i];
            m->msg_control = &controls[i];
            m->msg_controllen = CMSG_SPACE(sizeof(uint16_t));
        }
    }

    for (unsigned done = 0; done < message_count;) {
        int sent = sendmmsg(descriptor, messages + done, message_count - done, 0);
        if (sent < 0 && errno != EINTR)
            fail("sendmmsg");
        if (sent > 0)
            done += (unsigned)sent;
    }
    message_count = 0;
    slab_used = 0;
}

static void protect(struct receiver *r, const unsigned char *packet, size_t length, unsigned char *out)
{
    uint16_t sequence = (uint16_t)r->packets;
    uint32_t rollover = (uint32_t)(r->packets >> 16);
    memcpy(out, packet, RTP_HEADER);
    out[2] = (unsigned char)(sequence >> 8);
    out[3] = (unsigned char)sequence;
    uint32_t ssrc = htonl(r->ssrc);
    memcpy(out + 8, &ssrc, 4);
    r->packets++;

    unsigned char nonce[SALT] = { 0 };
    memcpy(nonce + 2, &ssrc, 4);
    nonce[6] = (unsigned char)(rollover >> 24);
    nonce[7] = (unsigned char)(rollover >> 16);
    nonce[8] = (unsigned char)(rollover >> 8);
    nonce[9] = (unsigned char)rollover;
    nonce[10] = out[2];
    nonce[11] = out[3];
    for (int i = 0; i < SALT; i++)
        nonce[i] ^= r->salt[i];
    int written;
    size_t body = length - RTP_HEADER;
    if (EVP_EncryptInit_ex(r->cipher, NULL, NULL, NULL, nonce) != 1
        || EVP_EncryptUpdate(r->cipher, NULL, &written, out, RTP_HEADER) != 1
        || EVP_EncryptUpdate(r->cipher, out + RTP_HEADER, &written, packet + RTP_HEADER, (int)body) != 1
        || EVP_EncryptFinal_ex(r->cipher, out + length, &written) != 1
        || EVP_CIPHER_CTX_ctrl(r->cipher, EVP_CTRL_GCM_GET_TAG, TAG, out + length) != 1)
        fail("encrypt");
}

static void forward(struct receiver *r, const unsigned char *packet, size_t length)
{
    size_t size = length + TAG;
    if (slab_used + size > SLAB || message_count == MAX_MESSAGES)
        send_all();
    unsigned char *out = slab + slab_used;
    protect(r, packet, length, out);
    slab_used += size;

    if (use_segments && message_count > 0) {
        unsigned last = message_count - 1;
        struct msghdr *m = &messages[last].msg_hdr;
        size_t before = m->msg_iov->iov_len;
        if (m->msg_name == &r->to && size <= segment_sizes[last] && before == (size_t)segments[last] * segment_sizes[last]
            && segments[last] < MAX_SEGMENTS && before + size <= MAX_RUN) {
            m->msg_iov->iov_len += size;
            segments[last]++;
            return;
        }
    }

    unsigned i = message_count++;
    vectors[i] = (struct iovec){ out, size };
    messages[i].msg_hdr = (struct msghdr){ .msg_name = &r->to, .msg_namelen = sizeof r->to, .msg_iov = &vectors[i], .msg_iovlen = 1 };
    segments[i] = 1;
    segment_sizes[i] = (unsigned)size;
}

static void read_hex(const char *text, unsigned char *out, int length)
{
    for (int i = 0; i < length; i++) {
        unsigned byte;
        if (sscanf(text + 2 * i, "%2x", &byte) != 1)
            fail("key");
        out[i] = (unsigned char)byte;
    }
}

static void read_receivers(void)
{
    char line[256], address[64], key[64], salt[64];
    unsigned port, ssrc;
    while (fgets(line, sizeof line, stdin) && sscanf(line, "%63s %u %63s %63s %u", address, &port, key, salt, &ssrc) == 5) {
        receivers = realloc(receivers, (receiver_count + 1) * sizeof *receivers);
        struct receiver *r = &receivers[receiver_count++];
        memset(r, 0, sizeof *r);
        r->to.sin_family = AF_INET;
        r->to.sin_port = htons((uint16_t)port);
        inet_pton(AF_INET, address, &r->to.sin_addr);
        r->ssrc = ssrc;
        unsigned char key_bytes[16];
        read_hex(key, key_bytes, sizeof key_bytes);
        read_hex(salt, r->salt, SALT);
        r->cipher = EVP_CIPHER_CTX_new();
        if (EVP_EncryptInit_ex(r->cipher, EVP_aes_128_gcm(), NULL, key_bytes, NULL) != 1)
            fail("key");
    }
}

static void set_buffer(int force_option, int option)
{
    int bytes = SOCKET_BUFFER;
    if (setsockopt(descriptor, SOL_SOCKET, force_option, &bytes, sizeof bytes) != 0)
        setsockopt(descriptor, SOL_SOCKET, option, &bytes, sizeof bytes);
}

int main(int argc, char **argv)
{
    if (argc != 2) {
        fprintf(stderr, "climit SEGMENT < receivers\n");
        return 2;
    }
    use_segments = argv[1][0] == '1';
    read_receivers();

    struct sockaddr_in address = { .sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
    socklen_t address_length = sizeof address;
    descriptor = socket(AF_INET, SOCK_DGRAM, 0);
    set_buffer(SO_RCVBUFFORCE, SO_RCVBUF);
    set_buffer(SO_SNDBUFFORCE, SO_SNDBUF);
    if (descriptor < 0 || bind(descriptor, (struct sockaddr *)&address, sizeof address) != 0)
        fail("bind");
    getsockname(descriptor, (struct sockaddr *)&address, &address_length);
    printf("%u\n", ntohs(address.sin_port));
    fflush(stdout);

    for (int i = 0; i < RECEIVE_BATCH; i++) {
        received_vectors[i] = (struct iovec){ received[i], BUFFER };
        received_messages[i].msg_hdr = (struct msghdr){ .msg_iov = &received_vectors[i], .msg_iovlen = 1 };
    }

    struct pollfd waits[2] = { { descriptor, POLLIN, 0 }, { STDIN_FILENO, POLLIN, 0 } };
    for (int count = 0;;) {
        if (count < RECEIVE_BATCH) {
            ppoll(waits, 2, NULL, NULL);
            if (waits[1].revents)
                return 0;
        }
        count = recvmmsg(descriptor, received_messages, RECEIVE_BATCH, MSG_DONTWAIT, NULL);
        for (size_t r = 0; count > 0 && r < receiver_count; r++)
            for (int i = 0; i < count; i++)
                forward(&receivers[r], received[i], received_messages[i].msg_len);
        send_all();
    }
}
