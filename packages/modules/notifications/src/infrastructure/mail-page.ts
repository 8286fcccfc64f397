import { Body } from "@react-email/body";
import { Button } from "@react-email/button";
import { Container } from "@react-email/container";
import { Head } from "@react-email/head";
import { Heading } from "@react-email/heading";
import { Html } from "@react-email/html";
import { Preview } from "@react-email/preview";
import { Text } from "@react-email/text";
import { createElement, type ReactElement } from "react";
import type { MailContent } from "../domain/mail-content.ts";

const font = "-apple-system, 'Segoe UI', Roboto, Helvetica, Arial, sans-serif";
const styles = {
  body: { backgroundColor: "#f4f4f2", fontFamily: font, margin: 0, padding: "24px 0" },
  card: { backgroundColor: "#ffffff", borderRadius: "6px", maxWidth: "560px", padding: "24px 32px" },
  heading: { color: "#1c1c1a", fontSize: "20px", margin: "0 0 16px" },
  text: { color: "#3a3a37", fontSize: "15px", lineHeight: "23px", margin: "0 0 12px" },
  button: {
    backgroundColor: "#2b4c7e",
    borderRadius: "4px",
    color: "#ffffff",
    fontSize: "15px",
    padding: "10px 18px",
  },
  small: { color: "#6b6b66", fontSize: "12px", lineHeight: "18px", margin: "16px 0 0" },
} as const;

/** One layout for every mail: heading, paragraphs, at most one button with its address below in plain sight. */
export const mailPage = ({ subject, paragraphs, action }: MailContent): ReactElement =>
  createElement(
    Html,
    { lang: "en" },
    createElement(Head),
    createElement(Preview, null, subject),
    createElement(
      Body,
      { style: styles.body },
      createElement(
        Container,
        { style: styles.card },
        createElement(Heading, { as: "h1", style: styles.heading }, subject),
        ...paragraphs.map((words) => createElement(Text, { key: words, style: styles.text }, words)),
        action &&
          createElement(
            "div",
            null,
            createElement(Button, { href: action.link, style: styles.button }, action.label),
            createElement(Text, { style: styles.small }, action.link),
          ),
      ),
    ),
  );
